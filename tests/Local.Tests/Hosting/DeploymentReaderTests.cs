using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Assembly;

namespace SensorWatch.Local.Tests.Hosting;

public sealed class DeploymentReaderTests : IDisposable
{
    private static readonly Uri Address = new("http://127.0.0.1:4566/");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dev", "Dev-Shop")]
    [InlineData("PROD", "Prod-Shop")]
    [InlineData("Prod/Shop", "Prod-Shop")]
    [InlineData(null, "Dev-Shop")]
    public void The_stage_of_the_environment_is_read(string? environment, string stackName)
    {
        WriteAssembly("Dev/Shop", "Prod/Shop");

        var queue = DeploymentReader.Read(_folder.Path, environment, Address).Queues.ShouldHaveSingleItem();

        queue.Name.ShouldBe($"{stackName}-Queue");
    }

    [Fact]
    public void An_assembly_without_stages_is_read_whole_when_no_environment_is_named()
    {
        WriteAssembly("Shop", "Stock");

        DeploymentReader.Read(_folder.Path, null, Address).Queues.Count.ShouldBe(2);
    }

    [Fact]
    public void An_environment_that_is_not_there_is_an_error_that_lists_the_stacks()
    {
        WriteAssembly("Dev/Shop", "Prod/Shop");

        Should.Throw<CloudAssemblyException>(() => DeploymentReader.Read(_folder.Path, "stage", Address)).Message
            .ShouldContain("Dev/Shop, Prod/Shop");
    }

    [Fact]
    public void Addresses_lead_to_this_machine()
    {
        WriteAssembly("Shop");

        var deployment = DeploymentReader.Read(_folder.Path, null, Address);

        deployment.Queues.Single().Url.ShouldBe("http://127.0.0.1:4566/123456789012/Shop-Queue");
        deployment.Outputs.Single(output => output.LogicalId == "Endpoint").Value.ShouldBe("http://127.0.0.1:4566");
    }

    [Fact]
    public void Each_of_several_apis_has_an_address_of_its_own()
    {
        WriteAssembly("Shop", "Stock");

        var endpoints = DeploymentReader.Read(_folder.Path, null, Address).Outputs.Select(output => output.Value).ToList();

        endpoints.Distinct().Count().ShouldBe(2);
        endpoints.ShouldAllBe(endpoint => endpoint.StartsWith("http://127.0.0.1:4566/_api/", StringComparison.Ordinal));
    }

    private void WriteAssembly(params string[] stacks)
    {
        var artifacts = stacks.Select((id, index) => $$"""
            "Stack{{index}}": {
              "type": "aws:cloudformation:stack",
              "environment": "aws://unknown-account/unknown-region",
              "properties": { "templateFile": "template.json", "stackName": "{{id.Replace('/', '-')}}" },
              "displayName": "{{id}}"
            }
            """);
        _folder.Write("manifest.json", $$"""{ "version": "36.0.0", "artifacts": { {{string.Join(",", artifacts)}} } }""");
        _folder.Write("template.json", """
            {
              "Resources": {
                "Queue": { "Type": "AWS::SQS::Queue" },
                "Api": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "shop", "ProtocolType": "HTTP" } }
              },
              "Outputs": { "Endpoint": { "Value": { "Fn::GetAtt": [ "Api", "ApiEndpoint" ] } } }
            }
            """);
    }
}
