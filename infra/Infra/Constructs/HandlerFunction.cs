using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using SensorWatch.Infra.Environments;
using SensorWatch.Infra.Package;

namespace SensorWatch.Infra.Constructs;

/// <summary>How a function is sized. More memory means more processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html</summary>
/// <param name="MemoryMegabytes">128 to 10,240.</param>
/// <param name="TimeoutSeconds">1 to 900.</param>
/// <param name="ReservedConcurrency">Most concurrent invocations, taken from the account's; null for no share of its own.</param>
public sealed record FunctionSize(int MemoryMegabytes, int TimeoutSeconds, int? ReservedConcurrency = null)
{
    /// <summary>A person or device waits for the answer; the HTTP API gives up after 30 seconds at most.</summary>
    public static FunctionSize Request { get; } = new(256, 10);

    /// <summary>Stands before each request that is not answered from the authorizer's cache: short, since people wait twice.</summary>
    public static FunctionSize Authorizer { get; } = new(256, 5);

    /// <summary>A batch of messages; the queue's visibility is six times this.</summary>
    public static FunctionSize Batch { get; } = new(256, 30);

    /// <summary>A file, read as a stream: Lambda's longest time, and no more memory for a longer file.</summary>
    public static FunctionSize File { get; } = new(512, 900);
}

/// <summary>
/// One handler class as a Lambda function, with a log group and a role of its own. The role may write that log, send
/// traces where the environment has them, and do what the accesses say, and nothing else: AWS's managed policy for functions would let it write every log of the account.
/// </summary>
public sealed class HandlerFunction : Construct
{
    /// <param name="scope">The parent.</param>
    /// <param name="id">Id below the parent.</param>
    /// <param name="context">Environment and code.</param>
    /// <param name="handler">The handler class.</param>
    /// <param name="size">Memory and time-out.</param>
    /// <param name="accesses">What the handler may touch.</param>
    /// <exception cref="ArgumentException">The accesses set other variables than the handler reads, or not all that it needs.</exception>
    public HandlerFunction(
        Construct scope, string id, StageContext context, Handler handler, FunctionSize size, IReadOnlyList<Access> accesses)
        : base(scope, id)
    {
        Handler = handler;
        Size = size;
        var logs = new LogGroup(this, "Logs", new LogGroupProps
        {
            Retention = context.Settings.LogRetention,
            RemovalPolicy = context.Settings.RemovalPolicy,
        });
        Resource = new Function(this, "Resource", new FunctionProps
        {
            Description = $"SensorWatch {context.Settings.Name}: {handler.Name}",
            Runtime = Runtime.PROVIDED_AL2023,
            Architecture = ArchitectureOf(context.Package),
            Code = Code.FromAsset(context.Package.Directory),
            Handler = handler.Name,
            MemorySize = size.MemoryMegabytes,
            Timeout = Duration.Seconds(size.TimeoutSeconds),
            ReservedConcurrentExecutions = size.ReservedConcurrency,
            Role = CreateRole([WriteTo(logs), .. context.Settings.Tracing ? [SendTraces] : Array.Empty<Access>(), .. accesses]),
            Environment = VariablesOf(accesses),
            LogGroup = logs,
            LoggingFormat = LoggingFormat.JSON,
            ApplicationLogLevelV2 = context.Settings.LogLevel,
            SystemLogLevelV2 = context.Settings.SystemLogLevel,
        });

        // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
        Resource.Acknowledge(
            "Serverless-LambdaDLQ",
            "A function's own dead-letter queue takes what was invoked asynchronously. Nothing invokes it so: mappings and the API wait for its answer.");
        SetTracing(context.Settings);
    }

    public Handler Handler { get; }

    public FunctionSize Size { get; }

    public Function Resource { get; }

    private void SetTracing(EnvironmentSettings settings)
    {
        if (settings.Tracing)
        {
            // The higher option adds the rights in a policy of its own, and these the role has already.
            ((CfnFunction)Resource.Node.DefaultChild!).TracingConfig = new CfnFunction.TracingConfigProperty { Mode = "Active" };
        }
        else
        {
            Resource.Acknowledge("Serverless-LambdaTracing", $"Traces cost more than all the rest; {settings.Name} has them when somebody looks for something (EnvironmentSettings.Tracing).");
        }
    }

    private static Architecture ArchitectureOf(FunctionPackage package) =>
        package.Architecture == PackageArchitecture.Arm64 ? Architecture.ARM_64 : Architecture.X86_64;

    // X-Ray has no resources to name for these: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    private static Access SendTraces { get; } =
        new AccessStatement("SendTraces", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"])
        {
            WildcardReason = "X-Ray has no resources to name for sending traces.",
        }.ToAccess();

    // The log group's ARN ends in ":*", which stands for its streams.
    private static Access WriteTo(LogGroup logs) =>
        new AccessStatement("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [logs.LogGroupArn]).ToAccess();

    private Role CreateRole(IReadOnlyList<Access> accesses)
    {
        var statements = accesses.SelectMany(access => access.Statements).ToList();
        var role = new Role(this, "Role", new RoleProps
        {
            Description = $"What {Handler.Name} may do",
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
            // In the role itself, so that no function can start before it has its rights.
            InlinePolicies = new Dictionary<string, PolicyDocument>
            {
                ["Access"] = new(new PolicyDocumentProps { Statements = [.. statements.Select(statement => statement.ToStatement())] }),
            },
        });
        statements.ForEach(statement => statement.AcknowledgeWildcards(role));
        return role;
    }

    private Dictionary<string, string> VariablesOf(IReadOnlyList<Access> accesses)
    {
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in accesses.SelectMany(access => access.Variables))
        {
            if (!variables.TryAdd(name, value) && variables[name] != value)
            {
                throw new ArgumentException($"{Handler.Name} is given two values for the environment variable {name}.", nameof(accesses));
            }
        }

        // A missing variable would show at the first invocation, on AWS; here it shows while the template is made.
        if (Handler.Variables.Except(variables.Keys).Any() || variables.Keys.Except(Handler.Variables).Except(Handler.OptionalVariables).Any())
        {
            var optional = Handler.OptionalVariables.Count == 0 ? "" : $" and may read [{string.Join(", ", Handler.OptionalVariables)}]";
            throw new ArgumentException(
                $"{Handler.Name} reads the environment variables [{string.Join(", ", Handler.Variables)}]{optional}, and its accesses set "
                + $"[{string.Join(", ", variables.Keys)}]. Give it an access for each, named by the handler's own constant.",
                nameof(accesses));
        }

        return variables;
    }
}
