using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Expressions.Evaluation;
using Orleans.Kube.Model.Expressions.Types;
using Orleans.Kube.Model.Validation;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>The formats of names and values that Kubernetes knows (https://kubernetes.io/docs/reference/using-api/cel/, format library).</summary>
internal static class Formats
{
    public static readonly CelType Type = Opaque("kubernetes.NamedFormat");

    private static readonly NamedFormat[] All =
    [
        new("dns1123Label", static t => Names.DnsLabel(t)),
        new("dns1123Subdomain", static t => Names.DnsSubdomain(t)),
        new("dns1035Label", static t => Names.Dns1035Label(t)),
        new("qualifiedName", LabelRules.QualifiedName),
        new("dns1123LabelPrefix", static t => Names.DnsLabel(t, isPrefix: true)),
        new("dns1123SubdomainPrefix", static t => Names.DnsSubdomain(t, isPrefix: true)),
        new("dns1035LabelPrefix", static t => Names.Dns1035Label(t, isPrefix: true)),
        new("labelValue", LabelRules.Value),
        new("uri", static t => Uri.TryCreate(t, UriKind.Absolute, out _) || t.StartsWith('/') ? [] : [$"parse \"{t}\": invalid URI for request"]),
        new("uuid", static t => Checked("uuid", t, "does not match the UUID format")),
        new("byte", static t => Checked("byte", t, "invalid base64")),
        new("date", static t => Checked("date", t, "invalid date")),
        new("datetime", static t => Checked("date-time", t, "invalid datetime")),
    ];

    public static void Declare(FunctionTable table)
    {
        foreach (var format in All) table.Global($"format.{format.Name}", [], Type, _ => format);
        table.Global("format.named", [CelType.String], OptionalOf(Type), static a => All.FirstOrDefault(f => f.Name == (string)a[0]!) is { } known ? CelOptional.Of(known) : CelOptional.None);
        table.Member("validate", [Type, CelType.String], OptionalOf(ListOf(CelType.String)), static a =>
            ((NamedFormat)a[0]!).Validate((string)a[1]!) is { Count: > 0 } complaints ? CelOptional.Of(complaints.Select(static object? (c) => c).ToList()) : CelOptional.None);
    }

    private static IReadOnlyList<string> Checked(string format, string text, string complaint) => SchemaFormats.Matches(format, text) ? [] : [complaint];
}
