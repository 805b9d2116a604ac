namespace SensorWatch.Infra;

/// <summary>The folder that holds <c>cdk.json</c>. Relative paths in options are relative to it, wherever the app is started.</summary>
public static class ProjectFolder
{
    public const string Marker = "cdk.json";

    /// <summary>Looks in the starting folders and upward from each, in their order.</summary>
    /// <returns>The absolute path of the first folder found.</returns>
    /// <exception cref="ConfigurationException">No <c>cdk.json</c> there or above.</exception>
    public static string Find(params IReadOnlyList<string> startingFolders)
    {
        ArgumentNullException.ThrowIfNull(startingFolders);
        return startingFolders.Select(FindUpward).FirstOrDefault(folder => folder is not null)
            ?? throw new ConfigurationException(
                $"No {Marker} in {string.Join(" or ", startingFolders)} or above. Start the app from within the repository.");
    }

    private static string? FindUpward(string startingFolder)
    {
        for (var folder = new DirectoryInfo(startingFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
