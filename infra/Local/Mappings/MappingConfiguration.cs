using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// A mapping as Lambda describes it.
/// https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
/// </summary>
internal static class MappingConfiguration
{
    public static JsonObject Of(MappingRunner runner, FunctionResource function)
    {
        var mapping = runner.Mapping;
        var arn = function.Arn.Split(':');
        var id = mapping.Resource.PhysicalId;
        var configuration = MappingSettings.ToJson(mapping, EventSourceMappings.IsOnQueue(mapping));
        configuration["UUID"] = id;
        configuration["EventSourceMappingArn"] = $"{string.Join(':', arn[..5])}:event-source-mapping:{id}";
        configuration["EventSourceArn"] = mapping.EventSourceArn;
        configuration["FunctionArn"] = function.Arn;
        configuration["LastModified"] = runner.LastModified.ToUnixTimeMilliseconds() / 1000.0;
        configuration["State"] = runner.State;
        configuration["StateTransitionReason"] = "USER_INITIATED";
        if (mapping.StartingPosition is { } position)
        {
            configuration["StartingPosition"] = position;
        }

        return configuration;
    }
}
