using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// What was changed of mappings, in the database. A change holds until the template's own settings change, which are
/// then what counts, as after a deployment.
/// </summary>
internal static class MappingSettingsStore
{
    private const string Schema =
        "CREATE TABLE IF NOT EXISTS lambda_mapping_settings (mapping TEXT NOT NULL PRIMARY KEY, template TEXT NOT NULL, settings TEXT NOT NULL) WITHOUT ROWID;";

    public static void CreateTables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    public static void Save(SqliteConnection connection, EventSourceMappingResource declared, EventSourceMappingResource changed) => connection.Execute(
        "INSERT INTO lambda_mapping_settings (mapping, template, settings) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET template = ?2, settings = ?3",
        declared.Resource.Path,
        Text(declared),
        Text(changed));

    /// <summary>The mapping as it was changed; as it is declared when it wasn't.</summary>
    public static EventSourceMappingResource Load(SqliteConnection connection, EventSourceMappingResource declared) =>
        connection.Scalar(
            "SELECT settings FROM lambda_mapping_settings WHERE mapping = ?1 AND template = ?2", declared.Resource.Path, Text(declared)) is string settings
            ? MappingSettings.Apply(declared, JsonNode.Parse(settings)!.AsObject())
            : declared;

    private static string Text(EventSourceMappingResource mapping)
    {
        var settings = MappingSettings.ToJson(mapping, EventSourceMappings.IsOnQueue(mapping));
        settings["Enabled"] = mapping.Enabled;
        return settings.ToJsonString();
    }
}
