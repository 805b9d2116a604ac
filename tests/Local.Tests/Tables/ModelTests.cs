using System.Text.Json.Nodes;
using CsCheck;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Tables;

/// <summary>
/// Random sequences of operations against the service and against a model that is a dictionary: after each of them
/// both must hold the same, in the table, in its index and in its stream.
/// </summary>
public sealed class ModelTests
{
    private static readonly Gen<string> Partition = Gen.Int[0, 2].Select(i => $"p{i}");
    private static readonly Gen<int> Sort = Gen.Int[-3, 3];
    private static readonly Gen<Row> AnyRow = Gen.Select(
        Partition,
        Sort,
        Gen.Int[-2, 2],
        Gen.Int[0, 3],
        (partition, sort, value, colour) => new Row(new(partition, sort), value, colour == 0 ? null : $"c{colour}"));

    private static readonly Gen<Action<Pair>> Put = AnyRow.Select<Row, Action<Pair>>(row => pair => pair.Put(row));
    private static readonly Gen<Action<Pair>> PutNew = AnyRow.Select<Row, Action<Pair>>(row => pair => pair.PutNew(row));
    private static readonly Gen<Action<Pair>> Delete = AnyRow.Select<Row, Action<Pair>>(row => pair => pair.Delete(row.Key));
    private static readonly Gen<Action<Pair>> Increment = AnyRow.Select<Row, Action<Pair>>(row => pair => pair.Increment(row));
    private static readonly Gen<Action<Pair>> Transact =
        Gen.Select(AnyRow, AnyRow, AnyRow).Select<(Row, Row, Row), Action<Pair>>(rows => pair => pair.Transact(rows.Item1, rows.Item2, rows.Item3));

    private static readonly Gen<Action<Pair>> Query = Gen.Select(Partition, Sort, Sort, Gen.Bool, Gen.Int[1, 4])
        .Select<(string, int, int, bool, int), Action<Pair>>(query =>
            pair => pair.Query(query.Item1, Math.Min(query.Item2, query.Item3), Math.Max(query.Item2, query.Item3), query.Item4, query.Item5));

    private static readonly Gen<Action<Pair>> QueryIndex =
        Gen.Select(Gen.Int[1, 3], Gen.Bool).Select<(int, bool), Action<Pair>>(query => pair => pair.QueryIndex($"c{query.Item1}", query.Item2));

    [Fact]
    public void A_table_behaves_as_a_dictionary_ordered_by_key() =>
        Gen.OneOf(Put, PutNew, Delete, Increment, Transact, Query, QueryIndex).Array[1, 60].Sample(
            steps =>
            {
                using var pair = new Pair();
                foreach (var step in steps)
                {
                    step(pair);
                }

                pair.Scan();
                pair.ReplayStream();
            },
            iter: 200);

    private sealed record Key(string Partition, int Sort);

    private sealed record Row(Key Key, int Value, string? Colour)
    {
        public JsonObject ToJson()
        {
            var json = KeyJson(Key);
            json["v"] = Number(Value);
            if (Colour is not null)
            {
                json["colour"] = Text(Colour);
            }

            return json;
        }

        public static Row Of(JsonNode item) => new(
            new((string)item["p"]!["S"]!, int.Parse((string)item["s"]!["N"]!)),
            int.Parse((string)item["v"]!["N"]!),
            (string?)item["colour"]?["S"]);
    }

    private sealed class Pair : IDisposable
    {
        private readonly TableFixture _tables = new(TableBuilder.Table("Rows", "p:S", "s:N").WithGlobalIndex("ByColour", "colour:S", "v:N").WithStream());
        private readonly Dictionary<Key, Row> _model = [];

        public void Put(Row row)
        {
            _tables.Send("PutItem", Request("Item", row.ToJson()));
            _model[row.Key] = row;
        }

        public void PutNew(Row row)
        {
            var request = Request("Item", row.ToJson());
            request["ConditionExpression"] = "attribute_not_exists(p)";
            Succeeds("PutItem", request).ShouldBe(_model.TryAdd(row.Key, row));
        }

        public void Delete(Key key)
        {
            var request = Request("Key", KeyJson(key));
            request["ReturnValues"] = "ALL_OLD";
            var old = _tables.Send("DeleteItem", request)["Attributes"];
            (old is null ? null : Row.Of(old)).ShouldBe(_model.GetValueOrDefault(key));
            _model.Remove(key);
        }

        public void Increment(Row row)
        {
            var request = Request("Key", KeyJson(row.Key));
            request["UpdateExpression"] = row.Colour is null ? "ADD v :v REMOVE colour" : "ADD v :v SET colour = :colour";
            request["ExpressionAttributeValues"] = new JsonObject { [":v"] = Number(row.Value) };
            if (row.Colour is not null)
            {
                request["ExpressionAttributeValues"]![":colour"] = Text(row.Colour);
            }

            _tables.Send("UpdateItem", request);
            _model[row.Key] = row with { Value = row.Value + (_model.GetValueOrDefault(row.Key)?.Value ?? 0) };
        }

        /// <summary>Puts one row and deletes another, if a third is there.</summary>
        public void Transact(Row put, Row delete, Row check)
        {
            if (new[] { put.Key, delete.Key, check.Key }.Distinct().Count() < 3)
            {
                return;
            }

            var condition = Request("Key", KeyJson(check.Key));
            condition["ConditionExpression"] = "attribute_exists(p)";
            var succeeded = Succeeds("TransactWriteItems", new JsonObject
            {
                ["TransactItems"] = new JsonArray(
                    new JsonObject { ["Put"] = Request("Item", put.ToJson()) },
                    new JsonObject { ["Delete"] = Request("Key", KeyJson(delete.Key)) },
                    new JsonObject { ["ConditionCheck"] = condition }),
            });
            succeeded.ShouldBe(_model.ContainsKey(check.Key));
            if (succeeded)
            {
                _model[put.Key] = put;
                _model.Remove(delete.Key);
            }
        }

        public void Query(string partition, int low, int high, bool forward, int limit)
        {
            var expected = _model.Values.Where(row => row.Key.Partition == partition && row.Key.Sort >= low && row.Key.Sort <= high)
                .OrderBy(row => forward ? row.Key.Sort : -row.Key.Sort);
            ReadAll("Query", new JsonObject
            {
                ["TableName"] = "Rows",
                ["KeyConditionExpression"] = "p = :p AND s BETWEEN :low AND :high",
                ["ExpressionAttributeValues"] = new JsonObject { [":p"] = Text(partition), [":low"] = Number(low), [":high"] = Number(high) },
                ["ScanIndexForward"] = forward,
                ["Limit"] = limit,
            }).ShouldBe(expected);
        }

        public void QueryIndex(string colour, bool forward)
        {
            var rows = ReadAll("Query", new JsonObject
            {
                ["TableName"] = "Rows",
                ["IndexName"] = "ByColour",
                ["KeyConditionExpression"] = "colour = :c",
                ["ExpressionAttributeValues"] = new JsonObject { [":c"] = Text(colour) },
                ["ScanIndexForward"] = forward,
                ["Limit"] = 2,
            });
            rows.ShouldBe(_model.Values.Where(row => row.Colour == colour), ignoreOrder: true);
            rows.Select(row => row.Value).ShouldBeInOrder(forward ? SortDirection.Ascending : SortDirection.Descending);
        }

        public void Scan() => ReadAll("Scan", new JsonObject { ["TableName"] = "Rows", ["Limit"] = 3 }).ShouldBe(_model.Values, ignoreOrder: true);

        /// <summary>Who applies every record of the stream in order ends up with the table.</summary>
        public void ReplayStream()
        {
            var replica = new Dictionary<Key, Row>();
            foreach (var record in _tables.Service.ReadStream("Rows", 0, int.MaxValue).Select(record => record.ToJson()["dynamodb"]!))
            {
                if (record["OldImage"] is { } before)
                {
                    replica.Remove(Row.Of(before).Key, out var known).ShouldBeTrue();
                    known.ShouldBe(Row.Of(before));
                }

                if (record["NewImage"] is { } after)
                {
                    replica.Add(Row.Of(after).Key, Row.Of(after));
                }
            }

            replica.Values.ShouldBe(_model.Values, ignoreOrder: true);
        }

        public void Dispose() => _tables.Dispose();

        private List<Row> ReadAll(string operation, JsonObject request)
        {
            var rows = new List<Row>();
            do
            {
                var page = _tables.Send(operation, request);
                rows.AddRange(page["Items"]!.AsArray().Select(item => Row.Of(item!)));
                rows.Count.ShouldBeLessThanOrEqualTo(_model.Count, "Pages must not go round in circles.");
                request["ExclusiveStartKey"] = page["LastEvaluatedKey"]?.DeepClone();
            }
            while (request["ExclusiveStartKey"] is not null);

            return rows;
        }

        private bool Succeeds(string operation, JsonObject request)
        {
            try
            {
                _tables.Send(operation, request);
                return true;
            }
            catch (AwsException refused) when (refused.Message.Contains("ondition", StringComparison.Ordinal))
            {
                return false;
            }
        }

        private static JsonObject Request(string member, JsonObject value) => new() { ["TableName"] = "Rows", [member] = value };
    }

    private static JsonObject KeyJson(Key key) => new() { ["p"] = Text(key.Partition), ["s"] = Number(key.Sort) };

    private static JsonObject Text(string text) => new() { ["S"] = text };

    private static JsonObject Number(int number) => new() { ["N"] = $"{number}" };
}
