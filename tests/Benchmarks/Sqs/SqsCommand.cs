using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using SensorWatch.Benchmarks.Load;
using SensorWatch.Benchmarks.Running;

namespace SensorWatch.Benchmarks.Sqs;

/// <summary>
/// The command <c>sqs</c>: clients with AWS's SDK send a message, receive one and delete it, over HTTP: from the local run in
/// memory and on disk, and from moto's server if it is installed, one after the other in one run.
/// </summary>
/// <remarks>No BenchmarkDotNet: it measures one thread, and what is asked is what many clients of another process get.</remarks>
internal static class SqsCommand
{
    private static readonly TimeSpan MotoPatience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var clients = new Option<int>("--clients") { Description = "Clients at once", DefaultValueFactory = _ => 8 };
        var seconds = new Option<double>("--seconds") { Description = "How long each is measured", DefaultValueFactory = _ => 5 };
        var command = new Command("sqs", "SendMessage, ReceiveMessage and DeleteMessage a second over HTTP, moto_server's beside it") { clients, seconds };
        command.SetAction(result => RunAsync(result.GetValue(clients), TimeSpan.FromSeconds(result.GetValue(seconds))));
        return command;
    }

    private static async Task RunAsync(int clients, TimeSpan time)
    {
        using var folders = new TemporaryFolders();
        var assembly = folders.NewAssembly(visibilitySeconds: 60);
        Console.WriteLine($"Send, receive and delete, {clients} clients:");
        var memory = await MeasureLocalAsync("in memory", clients, time, "--assembly", assembly);
        var disk = await MeasureLocalAsync("with --data", clients, time, "--assembly", assembly, "--data", folders.New());
        Console.WriteLine($"  on disk : in memory = {disk.PerSecond / memory.PerSecond:N2}");
        if (await MeasureMotoAsync(clients, time) is { } moto)
        {
            Console.WriteLine($"  in memory : moto_server = {memory.PerSecond / moto.PerSecond:N1}, on disk : moto_server = {disk.PerSecond / moto.PerSecond:N1}");
        }
    }

    private static async Task<Measurement> MeasureLocalAsync(string label, int clients, TimeSpan time, params string[] arguments)
    {
        using var local = await LocalProcess.StartReadyAsync(arguments);
        using var sqs = Client(local.Address);
        var url = (await sqs.GetQueueUrlAsync(LoadAssembly.Held)).QueueUrl;
        return await MeasureAsync($"the local run {label}", sqs, url, clients, time);
    }

    private static async Task<Measurement?> MeasureMotoAsync(int clients, TimeSpan time)
    {
        var port = FreePort();
        using var moto = StartMoto(port);
        if (moto is null)
        {
            Console.WriteLine("  moto_server is not on the PATH: nothing to compare with (pip install 'moto[server]').");
            return null;
        }

        try
        {
            using var sqs = Client(new($"http://127.0.0.1:{port}"));
            return await MeasureAsync("moto_server", sqs, await CreateQueueAsync(sqs), clients, time);
        }
        finally
        {
            moto.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Measurement> MeasureAsync(string label, AmazonSQSClient sqs, string url, int clients, TimeSpan time)
    {
        var measurement = await Measurement.RepeatAsync(clients, time, async () =>
        {
            await sqs.SendMessageAsync(url, "a message of about the length of a small event, as JSON would be");
            var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 1 });
            foreach (var message in received.Messages ?? [])
            {
                await sqs.DeleteMessageAsync(url, message.ReceiptHandle);
            }
        });
        Console.WriteLine($"  {label}: {measurement}");
        return measurement;
    }

    private static AmazonSQSClient Client(Uri address) => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonSQSConfig { ServiceURL = address.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Null where it isn't installed. Its log of requests goes nowhere, so that writing it costs nothing.</summary>
    private static Process? StartMoto(int port) => Exists("moto_server")
        ? Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec moto_server -H 127.0.0.1 -p {port} >/dev/null 2>&1"]) { UseShellExecute = false })
        : null;

    private static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<string> CreateQueueAsync(AmazonSQSClient sqs)
    {
        var waited = Stopwatch.StartNew();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            try
            {
                return (await sqs.CreateQueueAsync("held")).QueueUrl;
            }
            catch (Exception exception) when (exception is HttpRequestException or AmazonServiceException && waited.Elapsed < MotoPatience)
            {
                // It listens later than it starts.
                await look.WaitForNextTickAsync();
            }
        }
    }
}
