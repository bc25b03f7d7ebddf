using System.Text.Json;

namespace Orleans.Kube.Ledger.View;

/// <summary>
/// Finds an object's owners in its JSON without decoding the rest: metadata comes first, so a scan reads a few hundred bytes and allocates
/// nothing for an object without owners.
/// </summary>
internal static class OwnerScan
{
    /// <summary>The text of <c>metadata.ownerReferences</c>, empty when there is none. Equal texts mean equal owners.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return Enter(ref reader, "metadata"u8, 1) && Enter(ref reader, "ownerReferences"u8, 2) ? Value(json, ref reader) : default;
    }

    /// <summary>The owners named by a <see cref="Text"/>: uid, and whether it is the controller.</summary>
    public static List<(string Uid, bool Controls)> Owners(ReadOnlySpan<byte> text)
    {
        List<(string Uid, bool Controls)> owners = [];
        if (text.IsEmpty) return owners;
        var reader = new Utf8JsonReader(text);
        var (uid, controls) = ("", false);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) (uid, controls) = ("", false);
            else if (reader.TokenType == JsonTokenType.EndObject && uid.Length > 0) Add(owners, uid, controls);
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("uid"u8)) uid = NextText(ref reader);
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("controller"u8)) controls = NextIsTrue(ref reader);
        }

        return owners;
    }

    private static void Add(List<(string Uid, bool Controls)> owners, string uid, bool controls)
    {
        var known = owners.FindIndex(owner => owner.Uid == uid);
        if (known < 0) owners.Add((uid, controls));
        else owners[known] = (uid, controls || owners[known].Controls);
    }

    /// <summary>Moves to the value of a property at this depth of the object being read.</summary>
    private static bool Enter(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> name, int depth)
    {
        while (reader.Read() && reader.CurrentDepth >= depth - 1)
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth < depth) return false;
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }

        return false;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static string NextText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
    }

    private static bool NextIsTrue(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.True;
    }
}
