using SensorWatch.Operate;

return await OperatorCommands.RunAsync(args, Shell.OfProcess());
