using System.Collections.Concurrent;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>Stands in for processes: the test itself speaks the Runtime API for each of them.</summary>
internal sealed class FakeProcesses
{
    public ConcurrentQueue<FakeProcess> Started { get; } = [];

    public FakeProcess Start(string executable, IReadOnlyDictionary<string, string> variables, Action<string> write)
    {
        var process = new FakeProcess(variables);
        Started.Enqueue(process);
        return process;
    }

    /// <summary>Waits until so many have been started, and gives the last.</summary>
    public async Task<FakeProcess> NthAsync(int count)
    {
        await Eventually.True(() => Started.Count >= count, $"{count} processes are started");
        return Started.ElementAt(count - 1);
    }
}

internal sealed class FakeProcess(IReadOnlyDictionary<string, string> variables) : IFunctionProcess
{
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Id => 0;

    public Task<int> Exited => _exited.Task;

    public int? PeakMemoryMegabytes => 42;

    public bool Killed { get; private set; }

    public void Kill()
    {
        Killed = true;
        _exited.TrySetResult(137);
    }

    public Task<HttpResponseMessage> NextAsync(HttpClient client) => client.GetAsync(Url("invocation/next"));

    public Task<HttpResponseMessage> PostAsync(HttpClient client, string call, string body) =>
        client.PostAsync(Url(call), new StringContent(body));

    private string Url(string call) => $"http://{variables["AWS_LAMBDA_RUNTIME_API"]}/2018-06-01/runtime/{call}";
}
