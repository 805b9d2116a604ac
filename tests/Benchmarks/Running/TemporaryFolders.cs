using SensorWatch.Benchmarks.Load;

namespace SensorWatch.Benchmarks.Running;

/// <summary>Folders for one command; they go with it.</summary>
internal sealed class TemporaryFolders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("benchmarks");

    public string New() => _root.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    /// <summary>A folder with a <see cref="LoadAssembly"/>.</summary>
    public string NewAssembly(int visibilitySeconds)
    {
        var directory = New();
        LoadAssembly.Write(directory, visibilitySeconds);
        return directory;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
