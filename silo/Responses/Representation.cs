using System.Text.Json;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Responses;

/// <summary>Stored objects in the version that a client asked for. In the stored version that is their own JSON, untouched.</summary>
public static class Representation
{
    public static ReadOnlyMemory<byte> Json(ResourceDefinition definition, ApiObject stored) =>
        definition.ServesStoredBytes ? stored.Json : Convert(definition, stored);

    /// <summary>The record in the version of the definition, if there is one.</summary>
    public static KubeObject? Shown(ResourceDefinition definition, ApiObject? stored) => stored is null ? null : Content(definition, stored);

    /// <summary>The record in the version of the definition.</summary>
    public static KubeObject Content(ResourceDefinition definition, ApiObject stored) => definition.FromStored(stored.Decode(definition.StoredType));

    /// <summary>The object's metadata as it stands in its JSON.</summary>
    public static ReadOnlyMemory<byte> Metadata(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
            var found = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found) return json[start..(int)reader.BytesConsumed];
        }

        return "{}"u8.ToArray();
    }

    private static ReadOnlyMemory<byte> Convert(ResourceDefinition definition, ApiObject stored)
    {
        var json = ObjectJson.Write(Content(definition, stored));
        return stored.Revision == 0 ? json : ObjectJson.WithResourceVersion(json, stored.Revision);
    }
}
