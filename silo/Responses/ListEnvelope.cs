using System.Globalization;
using System.Text.Json;

namespace Orleans.Kube.Silo.Responses;

/// <summary>The metadata of a list.</summary>
/// <param name="Revision">The revision that the list shows.</param>
/// <param name="Continue">The token of the next page, or null when this is the last.</param>
/// <param name="Remaining">How many objects follow after this page, where it is known.</param>
public readonly record struct ListEnvelope(long Revision, string? Continue = null, long? Remaining = null)
{
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("resourceVersion"u8, Revision.ToString(CultureInfo.InvariantCulture));
        if (Continue is not null) writer.WriteString("continue"u8, Continue);
        if (Remaining is > 0) writer.WriteNumber("remainingItemCount"u8, Remaining.Value);
        writer.WriteEndObject();
    }
}
