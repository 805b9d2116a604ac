using SensorWatch.Infra.Commands;

return InfraCommands.Run(args, Console.Out, Console.Error);
