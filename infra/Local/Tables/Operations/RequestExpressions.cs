using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Expressions;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>The expressions of one request, which share its placeholders.</summary>
internal sealed class RequestExpressions
{
    private readonly JsonObject _request;
    private readonly string[] _parameters;

    /// <param name="request">The request, or the part of it that has its own expressions.</param>
    /// <param name="parameters">The expressions that it may have.</param>
    public RequestExpressions(JsonObject request, params string[] parameters)
    {
        _request = request;
        _parameters = parameters;
        EnsureUse();
        Placeholders = Placeholders.Read(request.Object("ExpressionAttributeNames"), request.Object("ExpressionAttributeValues"));
    }

    public Placeholders Placeholders { get; }

    public string? Text(string parameter) => _request.String(parameter);

    public Condition? Condition(string parameter) =>
        Text(parameter) is { } text ? ConditionParser.Parse(parameter, text, Placeholders) : null;

    public Projection? Projection() =>
        Text("ProjectionExpression") is { } text ? Expressions.Projection.Parse(text, Placeholders) : null;

    private void EnsureUse()
    {
        if (_request["ExpressionAttributeNames"] is not null && System.Array.TrueForAll(_parameters, IsMissing))
        {
            throw TableErrors.Validation("ExpressionAttributeNames can only be specified when using expressions");
        }

        var taking = System.Array.FindAll(_parameters, parameter => parameter != "ProjectionExpression");
        if (taking.Length > 0 && _request["ExpressionAttributeValues"] is not null && System.Array.TrueForAll(taking, IsMissing))
        {
            throw TableErrors.Validation(
                "ExpressionAttributeValues can only be specified when using expressions: "
                + $"{string.Join(" and ", taking)} {(taking.Length > 1 ? "are" : "is")} null");
        }
    }

    private bool IsMissing(string parameter) => _request[parameter] is null;
}
