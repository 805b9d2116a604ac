using Microsoft.Data.Sqlite;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>
/// Functions as other services see them: EventBridge and SNS invoke them asynchronously, as far as the functions' policies
/// let them in.
/// </summary>
public sealed class FunctionTargets(FunctionDirectory functions, FunctionPolicies policies, AsynchronousInvocations asynchronous)
{
    /// <summary>Whether an ARN is that of a function, of this deployment or another.</summary>
    public static bool IsFunction(string arn) => arn.Split(':') is ["arn", _, "lambda", _, _, "function", ..];

    /// <summary>The function with that ARN; null when there is none.</summary>
    public FunctionResource? Find(string arn) => functions.Find(arn);

    /// <inheritdoc cref="FunctionPolicies.AllowInvoke"/>
    public bool AllowInvoke(FunctionResource function, string service, string sourceArn) => policies.AllowInvoke(function, service, sourceArn);

    /// <inheritdoc cref="AsynchronousInvocations.Accept(SqliteConnection, string, ReadOnlyMemory{byte})"/>
    public string Accept(SqliteConnection connection, string functionArn, ReadOnlyMemory<byte> payload) =>
        asynchronous.Accept(connection, functionArn, payload);

    /// <inheritdoc cref="AsynchronousInvocations.Announce"/>
    public void Announce(string functionArn) => asynchronous.Announce(functionArn);
}
