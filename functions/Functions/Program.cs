using System.Collections;
using System.Runtime.InteropServices;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Runtime;

if (args is [HandlerManifest.WriteOption, var manifest])
{
    await File.WriteAllBytesAsync(manifest, HandlerManifest.Write(HandlerTable.All));
    return 0;
}

using var stop = new CancellationTokenSource();

// SIGTERM ends an execution environment; SIGINT comes from a terminal, to every process started in it.
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

// The Runtime API is this host's: no proxy. It answers when there is an event: no time-out.
using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
await using var output = Console.OpenStandardOutput();

var environment = Environment.GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? string.Empty, StringComparer.Ordinal);

return await LambdaBootstrap.RunAsync(environment, HandlerTable.All, http, TimeProvider.System, output, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
