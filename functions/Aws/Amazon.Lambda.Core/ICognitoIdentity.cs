#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.Lambda.Core;

/// <summary>The Amazon Cognito identity of a caller.</summary>
public interface ICognitoIdentity
{
    /// <summary>Id of the identity.</summary>
    string IdentityId { get; }

    /// <summary>Id of the identity pool.</summary>
    string IdentityPoolId { get; }
}
