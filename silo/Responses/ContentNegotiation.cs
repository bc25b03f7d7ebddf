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
    private static readonly (string Subtype, AnswerMedium Medium)[] Media =
        [("json", AnswerMedium.Json), ("yaml", AnswerMedium.Yaml), (ProtobufJson.MediaType["application/".Length..], AnswerMedium.Protobuf)];

    private static readonly ConcurrentDictionary<string, IReadOnlyList<AcceptedForm>> Remembered = new(StringComparer.Ordinal);

    /// <summary>The first form that the client accepts and this endpoint can give.</summary>
    /// <exception cref="StatusException">None (406).</exception>
    public static AcceptedForm Choose(HttpRequest request, Func<AcceptedForm, bool> gives) => Find(request, gives) ?? throw Failures.NotAcceptable(Spoken);

    /// <summary>The form of objects and lists.</summary>
    /// <exception cref="StatusException">The client accepts none that there is (406).</exception>
    public static AcceptedForm ForObjects(HttpRequest request) => Choose(request, static f => f.Shape != AnswerShape.AggregatedDiscovery);

    /// <summary>JSON, YAML or protobuf, for what has no other shape.</summary>
    /// <exception cref="StatusException">The client accepts none of them (406).</exception>
    public static AcceptedForm ForDocuments(HttpRequest request) => FindForDocuments(request) ?? throw Failures.NotAcceptable(Spoken);

    /// <summary>The form of what has no other shape, or null where the client accepts none.</summary>
    public static AcceptedForm? FindForDocuments(HttpRequest request) => Find(request, static f => f.Shape == AnswerShape.Object);

    private static AcceptedForm? Find(HttpRequest request, Func<AcceptedForm, bool> gives)
    {
        foreach (var form in Accepted(request))
            if (gives(form)) return form;
        return null;
    }

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
        var found = AcceptClause.Parse(header).SelectMany(static c => Media.Where(m => c.Matches("application", m.Subtype)).Select(m => Form(c.Parameters, m.Medium)).OfType<AcceptedForm>());
        return [.. found.OrderBy(static f => f.IsProtobuf).Distinct()];
    }

    private static AcceptedForm? Form(IReadOnlyDictionary<string, string> parameters, AnswerMedium medium)
    {
        string? Value(string name) => parameters.GetValueOrDefault(name);
        if (Value("stream") is { } stream && (stream != "watch" || medium == AnswerMedium.Yaml)) return null;
        if (Value("sv") is not (null or "v1")) return null;
        var (name, group, version) = (Value("as"), Value("g"), Value("v"));
        if (name is null && group is null && version is null) return new AcceptedForm(AnswerShape.Object, medium, "");
        if (Shape(name, group, version) is not { } shape || (medium == AnswerMedium.Protobuf && shape != AnswerShape.PartialMetadata)) return null;
        return new AcceptedForm(shape, medium, version!, name == "PartialObjectMetadataList");
    }

    private static AnswerShape? Shape(string? name, string? group, string? version) => (name, group, version) switch
    {
        ("Table", "meta.k8s.io", "v1" or "v1beta1") => AnswerShape.Table,
        ("PartialObjectMetadata" or "PartialObjectMetadataList", "meta.k8s.io", "v1" or "v1beta1") => AnswerShape.PartialMetadata,
        ("APIGroupDiscoveryList", "apidiscovery.k8s.io", "v2" or "v2beta1") => AnswerShape.AggregatedDiscovery,
        _ => null,
    };
}
