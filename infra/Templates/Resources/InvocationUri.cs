using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary>How API Gateway's resources name a function.</summary>
internal static class InvocationUri
{
    /// <summary>
    /// The function's ARN, given as such or in API Gateway's form around it:
    /// <c>arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations</c>.
    /// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
    /// </summary>
    /// <exception cref="Resolution.TemplateResolutionException">It is neither.</exception>
    public static string FunctionArn(Resource resource, string property, string uri) => uri.Split(':') switch
    {
        ["arn", _, "lambda", _, _, "function", ..] => uri,
        ["arn", _, "apigateway", _, "lambda", ..] when uri.Split('/') is [_, _, "functions", var arn, "invocations"] => arn,
        _ => throw ((PropertySource)resource).Expected("the ARN of a Lambda function", property, uri),
    };
}
