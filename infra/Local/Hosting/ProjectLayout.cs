namespace SensorWatch.Local.Hosting;

/// <summary>Where a project around <c>cdk.json</c> has what the local run builds and reads.</summary>
/// <param name="Root">The folder with <c>cdk.json</c>.</param>
/// <param name="Configuration">The build's, as its output folders are named: <c>debug</c>.</param>
internal sealed record ProjectLayout(string Root, string Configuration)
{
    private const string Marker = "cdk.json";

    public string CdkJson => Path.Combine(Root, Marker);

    /// <summary>The CDK app, built.</summary>
    public string App => Program("Infra");

    /// <summary>A program of the project, built.</summary>
    public string Program(string name) => Path.Combine(Root, "artifacts", "bin", name, Configuration, $"{name}.dll");

    /// <summary>Where a package of the functions is.</summary>
    public string Package(PackageKind kind) => kind == PackageKind.Native
        ? Path.Combine(Root, "artifacts", "package")
        : Path.Combine(Root, "artifacts", "bin", "Functions", Configuration);

    /// <summary>Where an environment's cloud assembly and what belongs to it go.</summary>
    public string Output(string environment) => Path.Combine(Root, "artifacts", "local", environment);

    /// <summary>The project around the current folder, else the one that this program was built in.</summary>
    /// <exception cref="LocalException">There is no <c>cdk.json</c>.</exception>
    public static ProjectLayout Find() => Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);

    /// <summary>Looks upward from the current folder, then from where this program is.</summary>
    /// <exception cref="LocalException">There is no <c>cdk.json</c>.</exception>
    public static ProjectLayout Find(string currentDirectory, string programDirectory)
    {
        var root = FindUpward(currentDirectory) ?? FindUpward(programDirectory) ?? throw new LocalException(
            $"There is no {Marker} in {currentDirectory} or above. Start from within the project, or name a cloud assembly: --assembly DIR",
            ExitCodes.Usage);
        return new(root, Path.GetFileName(Path.TrimEndingDirectorySeparator(programDirectory)));
    }

    private static string? FindUpward(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
