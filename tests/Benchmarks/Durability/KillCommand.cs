using System.CommandLine;

namespace SensorWatch.Benchmarks.Durability;

/// <summary>The command <c>kill</c>.</summary>
internal static class KillCommand
{
    public static Command Create()
    {
        var times = new Option<int>("--times") { Description = "How many kills", DefaultValueFactory = _ => 50 };
        var clients = new Option<int>("--clients") { Description = "Clients at once", DefaultValueFactory = _ => 8 };
        var seed = new Option<int>("--seed") { Description = "Chooses the moments [default: at random]", DefaultValueFactory = _ => Random.Shared.Next() };
        var seconds = new Option<double>("--seconds") { Description = "The longest time from ready to the kill", DefaultValueFactory = _ => 3 };
        var command = new Command("kill", "Kills the local run at random moments under load and looks for what is missing") { times, clients, seed, seconds };
        command.SetAction(async result =>
        {
            var problems = await KillRun.RunAsync(
                result.GetValue(times), result.GetValue(clients), result.GetValue(seed), TimeSpan.FromSeconds(result.GetValue(seconds)), Console.WriteLine);
            foreach (var problem in problems)
            {
                Console.WriteLine(problem);
            }

            Console.WriteLine(problems.Count == 0 ? "Nothing is lost." : "This is wrong.");
            return problems.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
