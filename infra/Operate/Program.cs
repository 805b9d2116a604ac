using SensorWatch.Operate;

return await OperatorCommands.RunAsync(args, Console.Out, Console.Error, DynamoDbClients.Create, TimeProvider.System);
