#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.Lambda.Core;

/// <summary>The mobile application that called.</summary>
public interface IClientApplication
{
    /// <summary>Package name: <c>app_package_name</c>.</summary>
    string AppPackageName { get; }

    /// <summary>Title: <c>app_title</c>.</summary>
    string AppTitle { get; }

    /// <summary>Version code: <c>app_version_code</c>.</summary>
    string AppVersionCode { get; }

    /// <summary>Version name: <c>app_version_name</c>.</summary>
    string AppVersionName { get; }

    /// <summary>Id of the installation: <c>installation_id</c>.</summary>
    string InstallationId { get; }
}
