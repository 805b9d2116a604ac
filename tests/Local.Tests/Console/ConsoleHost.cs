using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Console;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Tests.Functions;
using SensorWatch.Local.Tests.Hosting;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Local.Tests.Console;

/// <summary>A whole local run of a few resources, and a client of its console.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private ConsoleHost(TemporaryFolder folder, LocalHost host)
    {
        _folder = folder;
        Host = host;
        Client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
    }

    public LocalHost Host { get; }

    public HttpClient Client { get; }

    public string Token => Host.Console.Token.Value;

    /// <param name="resources">Of a stack <c>Shop</c>; <c>CODE</c> stands for the folder of a function's package in it.</param>
    /// <param name="bootstrap">The package; null without functions.</param>
    /// <param name="forecast">What the app says it should cost; null when it says nothing.</param>
    public static async Task<ConsoleHost> StartAsync(string resources, TestBootstrap? bootstrap = null, ForecastFile? forecast = null)
    {
        var folder = new TemporaryFolder();
        forecast?.Write(folder.Path);
        folder.Write("manifest.json", """
            {
              "version": "36.0.0",
              "artifacts": {
                "Shop": {
                  "type": "aws:cloudformation:stack",
                  "environment": "aws://unknown-account/unknown-region",
                  "properties": { "templateFile": "template.json", "stackName": "Shop" },
                  "dependencies": [ "Shop.assets" ],
                  "displayName": "Shop"
                },
                "Shop.assets": { "type": "cdk:asset-manifest", "properties": { "file": "assets.json" } }
              }
            }
            """);
        folder.Write("assets.json", $$"""
            {
              "version": "36.0.0",
              "files": {
                "code": {
                  "source": { "path": "{{bootstrap?.Folder ?? "."}}", "packaging": "zip" },
                  "destinations": { "current": { "bucketName": "assets", "objectKey": "code.zip" } }
                }
              },
              "dockerImages": {}
            }
            """);
        folder.Write("template.json", $$"""{ "Resources": {{resources}} }""");
        var host = await LocalHost.StartAsync(new() { AssemblyDirectory = folder.Path, Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);
        return new(folder, host);
    }

    /// <summary>What a path of the API gives.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri($"/_console/api/{path}", UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>What a path of the API answers to a body, with the token.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/_console/api/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Add(ConsoleToken.Header, Token);
        using var response = await Client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Client.Dispose();
        _folder.Dispose();
    }
}
