using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.Tokens;

/// <summary>Finds an environment's tokens table.</summary>
internal static class TokensTable
{
    /// <summary>The id of its construct, with which its short name begins.</summary>
    private const string Id = "Tokens";

    /// <summary>The table's name.</summary>
    /// <exception cref="OperatorException">There is none, or more than one.</exception>
    public static async Task<string> FindAsync(IAmazonDynamoDB client, SystemEnvironment environment, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var request = new ListTablesRequest();
        do
        {
            var page = await client.ListTablesAsync(request, cancellationToken);
            found.AddRange((page.TableNames ?? []).Where(name => environment.Owns(name) && environment.ShortName(name) == Id));
            request.ExclusiveStartTableName = page.LastEvaluatedTableName;
        }
        while (!string.IsNullOrEmpty(request.ExclusiveStartTableName));
        return found switch
        {
            [var one] => one,
            [] => throw new OperatorException(
                $"Expected a tokens table of the environment '{environment.Name}', {environment.Prefix}…-{Id}…; there is none. Check --environment, --endpoint and --region, or give --table."),
            _ => throw new OperatorException($"Expected one tokens table of '{environment.Name}'; there are {string.Join(", ", found)}. Give one as --table."),
        };
    }
}
