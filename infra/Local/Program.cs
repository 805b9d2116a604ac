using SensorWatch.Local.Hosting;

return await LocalProgram.RunAsync(args, Console.Out, Console.Error);
