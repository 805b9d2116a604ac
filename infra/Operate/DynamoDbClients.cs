using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace SensorWatch.Operate;

/// <summary>Makes clients of DynamoDB.</summary>
internal static class DynamoDbClients
{
    /// <summary>A client of AWS, or of the endpoint that is given.</summary>
    /// <param name="endpoint">Such as <c>http://127.0.0.1:4566</c>; null for AWS, or for what <c>AWS_ENDPOINT_URL</c> says.</param>
    public static IAmazonDynamoDB Create(Uri? endpoint)
    {
        if (endpoint is null)
        {
            return new AmazonDynamoDBClient();
        }

        var config = new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = "us-east-1" };

        // A run on this machine checks no credentials, and gets no real ones.
        return endpoint.IsLoopback
            ? new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), config)
            : new AmazonDynamoDBClient(config);
    }
}
