namespace SensorWatch.Local.Tests.Functions;

/// <summary>
/// A function's package whose <c>bootstrap</c> is a Node script that speaks the Runtime API and does what each event
/// tells it: <c>{"do":"echo","value":…}</c> and the like.
/// </summary>
internal sealed class TestBootstrap : IDisposable
{
    private const string Script = """
        #!/usr/bin/env node
        const fs = require('fs');
        const { randomUUID } = require('crypto');
        const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
        const post = (path, body, type) => fetch(`${base}/${path}`, {
          method: 'POST', body, headers: type ? { 'Lambda-Runtime-Function-Error-Type': type } : {} });
        const until = async condition => { while (!condition()) await new Promise(r => setTimeout(r, 5)); };

        const actions = {
          echo: event => event.value,
          pid: () => process.pid,
          env: () => process.env,
          log: event => { console.log(event.value); console.error('error: ' + event.value); return null; },
          big: event => 'x'.repeat(event.size),
          fail: () => { throw Object.assign(new Error('the handler failed'), { name: 'HandlerError' }); },
          exit: event => process.exit(event.code),
          hang: () => new Promise(() => setInterval(() => {}, 1000)),
          // Ends when as many invocations run at the same time as the event says.
          meet: async event => {
            fs.writeFileSync(`${event.folder}/${randomUUID()}`, '');
            await until(() => fs.readdirSync(event.folder).length >= event.count);
            return process.pid;
          },
          // Tells that it runs, then ends when it may.
          hold: async event => {
            fs.writeFileSync(`${event.file}.running`, '');
            await until(() => fs.existsSync(event.file));
            return process.pid;
          },
        };

        (async () => {
          if (process.env.INIT === 'exit') process.exit(7);
          if (process.env.INIT === 'hang') return setInterval(() => {}, 1000);
          if (process.env.INIT === 'error') {
            await post('init/error', JSON.stringify({ errorType: 'Init.Broken', errorMessage: 'no configuration' }), 'Init.Broken');
            process.exit(1);
          }
          for (;;) {
            const next = await fetch(`${base}/invocation/next`);
            if (next.status !== 200) process.exit(1);
            const id = next.headers.get('lambda-runtime-aws-request-id');
            const event = await next.json();
            try {
              if (event.do === 'headers') event.value = Object.fromEntries(next.headers);
              const answer = await (actions[event.do] ?? actions.echo)(event);
              await post(`invocation/${id}/response`, JSON.stringify(answer ?? null));
            } catch (error) {
              await post(`invocation/${id}/error`, JSON.stringify({ errorType: error.name, errorMessage: error.message }), error.name);
            }
          }
        })();
        """;

    public TestBootstrap()
    {
        Folder = Directory.CreateTempSubdirectory("bootstrap").FullName;
        var file = Path.Combine(Folder, "bootstrap");
        File.WriteAllText(file, Script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The package, to be a function's <c>CodeDirectory</c>.</summary>
    public string Folder { get; }

    /// <summary>A new empty folder, for invocations that meet.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(Folder, Guid.NewGuid().ToString("N"))).FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
