namespace SensorWatch.Local.Metering;

/// <summary>What S3 bills: requests by their kind; deleting is free. https://aws.amazon.com/s3/pricing/</summary>
internal static class ObjectUsage
{
    /// <summary>An operation is called, be it in vain.</summary>
    public static void Call(UsageMeter usage, string operation)
    {
        var item = operation switch
        {
            "DeleteObject" or "DeleteObjects" or "AbortMultipartUpload" => null,
            "GetObject" or "HeadObject" or "HeadBucket" or "GetBucketLocation" => UsageItem.ObjectReads,
            _ => UsageItem.ObjectWrites,
        };
        if (item is not null)
        {
            usage.Add(item);
        }
    }
}
