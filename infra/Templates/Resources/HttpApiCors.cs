using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary>
/// <c>CorsConfiguration</c> of an HTTP API.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
/// </summary>
public sealed record HttpApiCors
{
    private const string Path = "CorsConfiguration";

    private static readonly PropertySet Properties = new();
    private static readonly Property<IReadOnlyList<string>> AllowOriginsProperty = Properties.Texts($"{Path}.AllowOrigins");
    private static readonly Property<IReadOnlyList<string>> AllowMethodsProperty = Properties.Texts($"{Path}.AllowMethods");
    private static readonly Property<IReadOnlyList<string>> AllowHeadersProperty = Properties.Texts($"{Path}.AllowHeaders");
    private static readonly Property<IReadOnlyList<string>> ExposeHeadersProperty = Properties.Texts($"{Path}.ExposeHeaders");
    private static readonly Property<bool> AllowCredentialsProperty = Properties.Boolean($"{Path}.AllowCredentials");
    private static readonly Property<int> MaxAgeProperty = Properties.Integer($"{Path}.MaxAge");

    /// <summary>Origins, <c>*</c>, or all of a scheme: <c>https://*</c>.</summary>
    public IReadOnlyList<string> AllowOrigins { get; init; } = [];

    /// <summary>Methods, or <c>*</c>.</summary>
    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    /// <summary>Request headers, or <c>*</c>.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = [];

    /// <summary>Response headers that scripts may read.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    public bool AllowCredentials { get; init; }

    /// <summary>Seconds for which a browser keeps a preflight's answer; null leaves it to the browser.</summary>
    public int? MaxAgeSeconds { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    internal static HttpApiCors? From(Resource api) => ((PropertySource)api).Find(Path) is null ? null : new()
    {
        AllowOrigins = AllowOriginsProperty.Read(api, []),
        AllowMethods = AllowMethodsProperty.Read(api, []),
        AllowHeaders = AllowHeadersProperty.Read(api, []),
        ExposeHeaders = ExposeHeadersProperty.Read(api, []),
        AllowCredentials = AllowCredentialsProperty.Read(api, false),
        MaxAgeSeconds = MaxAgeProperty.ReadOrNull(api),
    };
}
