using Amazon.Lambda.Core;

namespace SensorWatch.Functions.Runtime;

/// <summary>
/// A Lambda handler. The class's name is its name everywhere: in the template's <c>Handler</c>, in <c>_HANDLER</c> and
/// in the stacks, which name the type, so that a rename can't break the wiring.
/// </summary>
/// <typeparam name="TIn">The event that Lambda hands over.</typeparam>
/// <typeparam name="TOut">The answer.</typeparam>
public interface ILambdaHandler<TIn, TOut>
{
    /// <summary>Handles one invocation.</summary>
    /// <param name="input">The event.</param>
    /// <param name="context">Lambda's context.</param>
    /// <param name="cancellationToken">Cancelled shortly before Lambda's deadline, so that a handler can still answer.</param>
    Task<TOut> HandleAsync(TIn input, ILambdaContext context, CancellationToken cancellationToken);
}
