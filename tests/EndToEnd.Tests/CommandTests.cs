using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SensorWatch.Local.Hosting;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>The command as a person starts and ends it.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class CommandTests
{
    private static readonly string Orders = Path.Combine(AppContext.BaseDirectory, "Orders");

    [UnixFact]
    public async Task It_tells_when_it_is_ready_and_ends_with_every_process_it_started()
    {
        using var command = Start("--assembly", Orders, "--port", "0");
        var ready = await LineAsync(command, "Ready: ");
        var address = new Uri(ready["Ready: ".Length..].Trim());
        using var http = new HttpClient { BaseAddress = address };
        using var order = new StringContent("""{"number":1,"total":1}""");
        using var response = await http.PostAsync("/orders", order);
        var functionId = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["process"]!.GetValue<int>();
        IsRunning(functionId).ShouldBeTrue();

        using var kill = Process.Start("kill", ["-TERM", command.Id.ToString()]);
        await kill.WaitForExitAsync();
        await EndAsync(command);

        command.ExitCode.ShouldBe(0);
        IsRunning(functionId).ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_message()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString();

        var (exitCode, error) = await RunAsync("--assembly", Orders, "--port", port);

        exitCode.ShouldBe(ExitCodes.PortInUse);
        error.ShouldContain(port);
        error.ShouldContain("--port");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_template_that_asks_for_what_is_not_supported_is_refused_with_a_list()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var file in Directory.GetFiles(Orders, "*.json"))
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            }

            folder.CreateSubdirectory("asset.orders");
            var template = Path.Combine(folder.FullName, "Shop.template.json");
            var text = await File.ReadAllTextAsync(template);
            await File.WriteAllTextAsync(template, text.Replace(
                "\"Resources\": {", "\"Resources\": { \"Database\": { \"Type\": \"AWS::RDS::DBInstance\" },", StringComparison.Ordinal));

            var (exitCode, error) = await RunAsync("--assembly", folder.FullName, "--port", "0");

            exitCode.ShouldBe(ExitCodes.Refused);
            error.ShouldContain("Shop/Database");
            error.ShouldContain("AWS::RDS::DBInstance");
            error.ShouldNotContain("   at ");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_is_no_cloud_assembly_is_one_clear_message()
    {
        var (exitCode, error) = await RunAsync("--assembly", Path.Combine(Orders, "asset.orders"), "--port", "0");

        exitCode.ShouldNotBe(0);
        error.ShouldContain("asset.orders");
        error.ShouldNotContain("   at ");
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Local.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        using var command = Start(arguments);
        var output = command.StandardOutput.ReadToEndAsync();
        var error = await command.StandardError.ReadToEndAsync();
        await output;
        await EndAsync(command);
        return (command.ExitCode, error);
    }

    private static async Task<string> LineAsync(Process command, string start)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await command.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It ended without '{start}': {await command.StandardError.ReadToEndAsync()}");
    }

    private static async Task EndAsync(Process command)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await command.WaitForExitAsync(patience.Token);
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
