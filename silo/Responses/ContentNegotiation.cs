using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Protobuf;

namespace Orleans.Kube.Silo.Responses;

/// <summary>Reads Accept headers. JSON and YAML are spoken, and protobuf where the client accepts neither of them.</summary>
public static class ContentNegotiation
{
    public const string Spoken = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    private const int MaximumRemembered = 256;
    private static readonly ConcurrentDictionary<string, IReadOnlyList<AcceptedForm>> Remembered = new(StringComparer.Ordinal);

    /// <summary>The first form that the client accepts and this endpoint can give.</summary>
    /// <exception cref="StatusException">None (406).</exception>
    public static AcceptedForm Choose(HttpRequest request, Func<AnswerShape, bool> gives)
    {
        foreach (var form in Accepted(request))
            if (gives(form.Shape)) return form;
        throw Failures.NotAcceptable(Spoken);
    }

    /// <summary>The form of objects and lists.</summary>
    /// <exception cref="StatusException">The client accepts none that there is (406).</exception>
    public static AcceptedForm ForObjects(HttpRequest request) => Choose(request, static s => s != AnswerShape.AggregatedDiscovery);

    /// <summary>JSON or YAML, for what has no other shape.</summary>
    /// <exception cref="StatusException">The client accepts neither (406).</exception>
    public static AcceptedForm ForDocuments(HttpRequest request) => Choose(request, static s => s == AnswerShape.Object);

    private static IReadOnlyList<AcceptedForm> Accepted(HttpRequest request)
    {
        var header = request.Headers.Accept.ToString();
        if (header.Length == 0) header = "*/*";
        if (Remembered.TryGetValue(header, out var known)) return known;
        var forms = Parse(header);
        if (Remembered.Count < MaximumRemembered) Remembered.TryAdd(header, forms);
        return forms;
    }

    /// <summary>The forms that a header names, best first; protobuf last.</summary>
    public static IReadOnlyList<AcceptedForm> Parse(string header)
    {
        List<(AcceptedForm Form, double Quality)> found = [];
        foreach (var entry in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (ParseEntry(entry) is { } form) found.Add(form);
        return [.. found.OrderBy(static f => f.Form.IsProtobuf).ThenByDescending(static f => f.Quality).Select(static f => f.Form)];
    }

    private static (AcceptedForm Form, double Quality)? ParseEntry(string entry)
    {
        var parts = entry.Split(';', StringSplitOptions.TrimEntries);
        AnswerMedium? medium = parts[0].ToLowerInvariant() switch
        {
            "application/json" or "*/*" or "application/*" => AnswerMedium.Json,
            "application/yaml" => AnswerMedium.Yaml,
            ProtobufJson.MediaType => AnswerMedium.Protobuf,
            _ => null,
        };
        if (medium is null) return null;
        var (shape, version, group, quality) = ("", "", "", 1.0);
        foreach (var part in parts.AsSpan(1))
        {
            var equals = part.IndexOf('=');
            if (equals < 0) continue;
            var value = part[(equals + 1)..].Trim('"');
            switch (part[..equals])
            {
                case "as": shape = value; break;
                case "v": version = value; break;
                case "g": group = value; break;
                case "q" when double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var q): quality = q; break;
            }
        }

        if (medium == AnswerMedium.Protobuf && shape is not ("" or "PartialObjectMetadata" or "PartialObjectMetadataList")) return null;
        return Shape(shape, group, version) is { } known && quality > 0 ? (new AcceptedForm(known, medium.Value, version), quality) : null;
    }

    private static AnswerShape? Shape(string name, string group, string version) => (name, group, version) switch
    {
        ("", _, _) => AnswerShape.Object,
        ("Table", "meta.k8s.io", "v1" or "v1beta1") => AnswerShape.Table,
        ("PartialObjectMetadata" or "PartialObjectMetadataList", "meta.k8s.io", "v1" or "v1beta1") => AnswerShape.PartialMetadata,
        ("APIGroupDiscoveryList", "apidiscovery.k8s.io", "v2" or "v2beta1") => AnswerShape.AggregatedDiscovery,
        _ => null,
    };
}
