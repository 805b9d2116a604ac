namespace SensorWatch.Templates.Rules;

/// <summary>Whether what is sent arrives, or is kept where somebody sees it.</summary>
internal static class DeliveryRules
{
    public static IReadOnlyList<DesignRule> All { get; } =
    [
        .. Delivery.TargetRules.All,
        .. Delivery.DeadLetterRules.All,
        .. Delivery.QueueRules.All,
        .. Delivery.VisibilityRules.All,
        .. Delivery.QueueMappingRules.All,
        .. Delivery.StreamMappingRules.All,
        .. Delivery.SubscriptionRules.All,
        .. Delivery.AdmissionRules.All,
        .. Delivery.ApiRules.All,
        .. Delivery.AsynchronousRules.All,
    ];
}
