using System.Globalization;
using System.Text;

namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>Writes figures in the Prometheus text format.</summary>
internal sealed class MetricText
{
    public const string ContentType = "text/plain; version=0.0.4";

    private readonly StringBuilder _text = new();

    /// <summary>Begins a family; its samples follow.</summary>
    /// <param name="name">Its name; the same in kubelet where it has one like it.</param>
    /// <param name="type">counter, gauge or histogram.</param>
    /// <param name="help">What it says, in a line.</param>
    public MetricText Family(string name, string type, string help)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        return this;
    }

    /// <param name="name">The name of the family, or one of the names of its histogram.</param>
    /// <param name="value">The figure.</param>
    /// <param name="time">When it was measured; null: now.</param>
    /// <param name="labels">Label names and values. Values are escaped.</param>
    public MetricText Sample(string name, double value, DateTimeOffset? time = null, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
        if (labels.Length > 0) _text.Append('}');
        _text.Append(CultureInfo.InvariantCulture, $" {value}");
        if (time is { } at) _text.Append(CultureInfo.InvariantCulture, $" {at.ToUnixTimeMilliseconds()}");
        _text.Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Escape(string value) =>
        value.AsSpan().IndexOfAny('\\', '"', '\n') < 0 ? value : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
