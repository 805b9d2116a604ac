using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>Follows <c>functions/README.md</c> as a newcomer does: in a copy of the repository, with what the page says and nothing else.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ExtensionTests
{
    /// <summary>A bound for a build on a slow machine; it takes a tenth of it.</summary>
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(5);

    /// <summary>A bound for anything else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Repository = FindRepository();

    private static readonly Guide Guide = Guide.Parse(File.ReadAllText(Path.Combine(Repository, Guide.File)));

    [Fact]
    public void The_guide_counts_its_files_and_lines_rightly()
    {
        Guide.Counts.Keys.ShouldBe(["Adding an event", "Adding a consumer", "Adding a route"]);
        foreach (var (section, count) in Guide.Counts)
        {
            Guide.Count(section).ShouldBe(count, section);
        }
    }

    [Fact]
    public async Task An_event_a_consumer_and_a_route_added_by_the_guide_work_together()
    {
        var copy = Directory.CreateTempSubdirectory("sensorwatch-").FullName;
        try
        {
            CopyRepository(copy);
            foreach (var block in Guide.Blocks)
            {
                block.ApplyTo(copy);
            }

            await BuildAsync(copy);
            await using var run = await ExtendedRun.StartAsync(copy);

            await run.PutEventAsync("sensorwatch.sensors", "SensorMoved", """
                {
                  "metadata": {"eventId":"e-1","correlationId":"c-1","time":"2026-01-02T03:04:05Z","version":1},
                  "data": {"sensorId":"greenhouse-1","place":"north wall"}
                }
                """);
            await run.UntilAsync("Sensor greenhouse-1 is now at north wall");

            using var request = new HttpRequestMessage(HttpMethod.Put, "/sensors/greenhouse-2/place/roof");
            request.Headers.Authorization = new("Bearer", run.OperatorToken);
            using var response = await run.Http.SendAsync(request);
            ((int)response.StatusCode).ShouldBe(202);
            await run.UntilAsync("Sensor greenhouse-2 is now at roof");

            await run.EndAsync();
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"Expected Infra.sln in a folder above {AppContext.BaseDirectory}; found none.");
    }

    /// <summary>The sources that the local run is built from, without anything that a build has made.</summary>
    private static void CopyRepository(string to)
    {
        foreach (var file in Directory.GetFiles(Repository))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        CopyFolder(new(Path.Combine(Repository, "functions")), Path.Combine(to, "functions"));
        CopyFolder(new(Path.Combine(Repository, "infra")), Path.Combine(to, "infra"));
    }

    private static void CopyFolder(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.GetFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var folder in from.GetDirectories().Where(folder => folder.Name is not ("bin" or "obj" or "artifacts" or "node_modules")))
        {
            CopyFolder(folder, Path.Combine(to, folder.Name));
        }
    }

    /// <summary>Builds as the guide's reader does, with warnings as errors, but for the analyzers, which would take most of the time.</summary>
    private static async Task BuildAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "infra/Local", "-c", "Debug", "--nologo", "-p:RunAnalyzers=false", "-nodeReuse:false"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var build = Process.Start(start)!;
        using var patience = new CancellationTokenSource(BuildPatience);
        try
        {
            var error = build.StandardError.ReadToEndAsync(patience.Token);
            var output = await build.StandardOutput.ReadToEndAsync(patience.Token);
            await build.WaitForExitAsync(patience.Token);
            build.ExitCode.ShouldBe(0, output + await error);
        }
        finally
        {
            build.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The local run of a built copy, as a process.</summary>
    private sealed class ExtendedRun : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
        private readonly List<string> _seen = [];

        private ExtendedRun(Process process)
        {
            _process = process;
            process.OutputDataReceived += (_, line) => Take(line.Data);
            process.ErrorDataReceived += (_, line) => _lines.Writer.TryWrite(line.Data ?? "");
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public HttpClient Http { get; } = new() { Timeout = Patience };

        public string OperatorToken { get; private set; } = "";

        /// <summary>Starts it, and waits until it is ready.</summary>
        public static async Task<ExtendedRun> StartAsync(string folder)
        {
            var program = Path.Combine(folder, "artifacts", "bin", "Local", "debug", "Local.dll");
            var run = new ExtendedRun(Process.Start(new ProcessStartInfo("dotnet", [program, "--port", "0"])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!);
            try
            {
                run.Http.BaseAddress = new(await run.UntilAsync("Ready: "));
                run.OperatorToken = await run.UntilAsync("OPERATOR_TOKEN=");
                return run;
            }
            catch
            {
                await run.DisposeAsync();
                throw;
            }
        }

        /// <summary>Waits for a line with a text.</summary>
        /// <returns>What follows the text.</returns>
        public async Task<string> UntilAsync(string text)
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
                {
                    _seen.Add(line);
                    if (line.IndexOf(text, StringComparison.Ordinal) is var start and >= 0)
                    {
                        return line[(start + text.Length)..].Trim();
                    }
                }
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"Waited in vain for '{text}':\n{string.Join('\n', _seen)}", exception);
            }

            throw new InvalidOperationException($"It ended without '{text}':\n{string.Join('\n', _seen)}");
        }

        public async Task PutEventAsync(string source, string detailType, string detail)
        {
            var entry = new JsonObject { ["EventBusName"] = "sensorwatch-dev", ["Source"] = source, ["DetailType"] = detailType, ["Detail"] = detail };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/");
            request.Headers.Add("X-Amz-Target", "AWSEvents.PutEvents");
            request.Content = new StringContent(new JsonObject { ["Entries"] = new JsonArray(entry) }.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1");
            using var response = await Http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            response.IsSuccessStatusCode.ShouldBeTrue(answer);
            JsonDocument.Parse(answer).RootElement.GetProperty("FailedEntryCount").GetInt32().ShouldBe(0, answer);
        }

        /// <summary>Ends it as a terminal does, where there are signals.</summary>
        public async Task EndAsync()
        {
            if (OperatingSystem.IsWindows())
            {
                _process.Kill(entireProcessTree: true);
            }
            else
            {
                using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
                await kill.WaitForExitAsync();
            }

            using var patience = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(patience.Token);
            if (!OperatingSystem.IsWindows())
            {
                _process.ExitCode.ShouldBe(0, string.Join('\n', _seen));
            }
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }

            _process.Dispose();
        }

        private void Take(string? line)
        {
            if (line is null)
            {
                _lines.Writer.TryComplete();
                return;
            }

            _lines.Writer.TryWrite(line);
        }
    }
}
