using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Expressions;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>
/// What Query and Scan have in common: which index, which attributes, the filter, and pages of at most 1 MB or
/// <c>Limit</c> items, both before the filter.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
/// </summary>
internal sealed class PagedRead
{
    private const int MaximumPageBytes = 1024 * 1024;

    private readonly JsonObject _request;
    private readonly RequestExpressions _expressions;
    private readonly string? _select;
    private readonly int? _limit;
    private readonly bool _consistent;
    private readonly CapacityMeter _capacity;
    private Condition? _filter;
    private Projection? _projection;

    public PagedRead(TableStore store, JsonObject request, params string[] expressions)
    {
        _request = request;
        Table = request.Table(store);
        Index = request.String("IndexName") is { } name ? Table.Index(name) : null;
        _limit = request.Integer("Limit", minimum: 1);
        _consistent = request.Boolean("ConsistentRead");
        _select = request["Select"] is null
            ? null
            : request.OneOf("Select", "SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES");
        _capacity = CapacityMeter.Of(request, store.Usage);
        _expressions = new(request, expressions);
        if (_consistent && Index is { Global: true })
        {
            throw TableErrors.Validation("Consistent reads are not supported on global secondary indexes");
        }
    }

    public Table Table { get; }

    public SecondaryIndex? Index { get; }

    /// <summary>The key in whose order the items come.</summary>
    public TableKey Key => Index?.Key ?? Table.Key;

    public Placeholders Placeholders => _expressions.Placeholders;

    /// <summary>The attributes of <c>ExclusiveStartKey</c>, checked; null without one.</summary>
    public MapValue? StartKey { get; private set; }

    /// <summary>Where to go on.</summary>
    public ItemRanges.Position? Start => StartKey is null
        ? null
        : new(ItemKey.Of(Key, StartKey), ItemKey.Of(Table.Key, StartKey));

    /// <summary>Reads the filter, the projection and the start key, once the other expressions have been read.</summary>
    /// <param name="filterOnKey">The filter may name the key's attributes.</param>
    public void ReadRest(bool filterOnKey)
    {
        _filter = _expressions.Condition("FilterExpression");
        _projection = _expressions.Projection();
        Placeholders.EnsureAllUsed();
        KeyRules.EnsureNotEntered(Table, [.. _filter?.Paths ?? [], .. _projection?.Paths ?? []]);
        if (!filterOnKey && _filter is not null)
        {
            EnsureFiltersNoKey(_filter);
        }

        EnsureSelect();
        StartKey = ReadStartKey();
    }

    /// <summary>Reads one page of the items and answers with it.</summary>
    public JsonObject Respond(IEnumerable<StoredItem> items)
    {
        var page = new Page();
        var fetches = Fetches;
        foreach (var stored in items)
        {
            var seen = Index?.Project(stored.Item) ?? stored.Item;
            var size = Index is null or { ProjectsAll: true } ? stored.Size : ItemSize.Of(seen);
            if (page.Scanned > 0 && page.Bytes + size > MaximumPageBytes)
            {
                page.HasMore = true;
                break;
            }

            var item = fetches ? stored.Item : seen;
            page.Add(stored, size, item, _filter?.Matches(item) ?? true);
            if (page.Scanned == _limit)
            {
                page.HasMore = true;
                break;
            }
        }

        return Respond(page, fetches);
    }

    private JsonObject Respond(Page page, bool fetched)
    {
        var response = new JsonObject { ["Count"] = page.Matches.Count, ["ScannedCount"] = page.Scanned };
        if (_select != "COUNT")
        {
            response["Items"] = new JsonArray(
                [.. page.Matches.Select(item => AttributeValueWriter.ToJson(_projection?.Apply(item) ?? item))]);
        }

        if (page is { HasMore: true, Last: { } last })
        {
            response["LastEvaluatedKey"] = AttributeValueWriter.ToJson(Table.KeyOf(last, Index));
        }

        _capacity.Read(Table, Index, page.Bytes, _consistent);
        if (fetched && page.Scanned > 0)
        {
            _capacity.Read(Table, index: null, page.FetchedBytes, _consistent);
        }

        _capacity.AddTo(response);
        return response;
    }

    /// <summary>A local index gets from the table what it doesn't project; a global one can't.</summary>
    private bool Fetches => Index is { Global: false, ProjectsAll: false }
        && (_select == "ALL_ATTRIBUTES" || _projection?.Paths.All(path => Index.Projects(path.Attribute)) == false);

    private void EnsureFiltersNoKey(Condition filter)
    {
        var keys = Table.KeyAttributesOf(Key);
        if (filter.Paths.FirstOrDefault(path => keys.Any(key => key.Name == path.Attribute)) is { } path)
        {
            throw TableErrors.Validation(
                $"Filter Expression can only contain non-primary key attributes: Primary key attribute: {path.Attribute}");
        }
    }

    private void EnsureSelect()
    {
        if (_projection is null && _select == "SPECIFIC_ATTRIBUTES")
        {
            throw TableErrors.Validation(
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
        }

        if (_projection is not null && _select is not (null or "SPECIFIC_ATTRIBUTES"))
        {
            var what = _select == "COUNT" ? "only the Count" : _select;
            throw TableErrors.Validation($"Cannot specify the ProjectionExpression when choosing to get {what}");
        }

        if (Index is null && _select == "ALL_PROJECTED_ATTRIBUTES")
        {
            throw TableErrors.Validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }

        if (Index is { Global: true, ProjectsAll: false })
        {
            EnsureProjected(Index);
        }
    }

    private void EnsureProjected(SecondaryIndex index)
    {
        if (_select == "ALL_ATTRIBUTES")
        {
            throw TableErrors.InvalidParameter(
                $"Select type ALL_ATTRIBUTES is not supported for global secondary index {index.Name} "
                + "because its projection type is not ALL");
        }

        var missing = _projection?.Paths.Select(path => path.Attribute).Where(name => !index.Projects(name)).Distinct().ToArray();
        if (missing is { Length: > 0 })
        {
            throw TableErrors.InvalidParameter(
                $"Global secondary index {index.Name} does not project [{string.Join(", ", missing)}]");
        }
    }

    private MapValue? ReadStartKey()
    {
        if (_request.Object("ExclusiveStartKey") is not { } json)
        {
            return null;
        }

        MapValue key;
        try
        {
            key = AttributeValueReader.ReadMap(json);
        }
        catch (AwsException invalid) when (invalid.Code.EndsWith("#ValidationException", StringComparison.Ordinal))
        {
            throw TableErrors.Validation($"The provided starting key is invalid: {invalid.Message}");
        }

        var expected = Table.KeyAttributes.Concat(Index?.KeyAttributes ?? []).Distinct().ToArray();
        var fits = key.Attributes.Count == expected.Length
            && Array.TrueForAll(expected, attribute => key[attribute.Name]?.Type == attribute.Type && !KeyRules.IsEmpty(key[attribute.Name]!));
        return fits
            ? key
            : throw TableErrors.Validation("The provided starting key is invalid: The provided key element does not match the schema");
    }

    /// <summary>What has been read so far.</summary>
    private sealed class Page
    {
        public List<MapValue> Matches { get; } = [];

        public int Scanned { get; private set; }

        public long Bytes { get; private set; }

        /// <summary>What the table's items weigh, each rounded up to a read unit, as fetching them one by one costs.</summary>
        public long FetchedBytes { get; private set; }

        public MapValue? Last { get; private set; }

        public bool HasMore { get; set; }

        public void Add(StoredItem stored, int size, MapValue item, bool matches)
        {
            Scanned++;
            Bytes += size;
            FetchedBytes += CapacityMeter.RoundUpToReadUnit(stored.Size);
            Last = stored.Item;
            if (matches)
            {
                Matches.Add(item);
            }
        }
    }
}
