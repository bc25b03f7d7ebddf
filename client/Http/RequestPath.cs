using System.Globalization;
using System.Text;

namespace Orleans.Kube.Client;

/// <summary>A path of the API with its query, built piece by piece; empty values are left out.</summary>
internal sealed class RequestPath(string path)
{
    private readonly StringBuilder _text = new(path);
    private bool _hasQuery;

    public RequestPath Segment(string? segment)
    {
        if (!string.IsNullOrEmpty(segment)) _text.Append('/').Append(Uri.EscapeDataString(segment));
        return this;
    }

    public RequestPath Query(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return this;
        _text.Append(_hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _hasQuery = true;
        return this;
    }

    public RequestPath Query(string name, bool value) => value ? Query(name, "true") : this;

    public RequestPath Query(string name, long? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
