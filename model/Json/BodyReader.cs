using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Schema;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Json;

/// <summary>
/// Decodes what clients send. Whatever the bytes are, the outcome is a value or a <see cref="StatusException"/> with Kubernetes' message:
/// 400 for bodies, 422 for the results of patches. Names are matched with their case; null stands for the empty value, as in Go.
/// </summary>
public static class BodyReader
{
    private const string VersionAndKind = """struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }""";

    private static readonly string[] Exchanged =
    [
        "APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Binding", "CreateOptions", "DeleteOptions", "Eviction", "GetOptions", "List", "ListOptions", "PatchOptions", "PodExecOptions",
        "PodLogOptions", "Scale", "SerializedReference", "Status", "TokenRequest", "UpdateOptions", "WatchEvent",
    ];

    private static readonly ConcurrentDictionary<Type, KubeKindAttribute?> Kinds = new();

    /// <summary>Decodes a JSON body that should hold an object of this kind. A missing apiVersion or kind is filled in.</summary>
    /// <param name="definition">The kind.</param>
    /// <param name="json">The body.</param>
    /// <param name="validation">What to do about fields that are unknown or come twice.</param>
    /// <param name="duplicates">Keys that came twice in the YAML that the body was.</param>
    /// <exception cref="StatusException">400: the body is not such an object.</exception>
    public static DecodedBody Read(ResourceDefinition definition, ReadOnlySpan<byte> json, FieldValidation validation, IReadOnlyList<string>? duplicates = null) =>
        definition.Read(json, validation, duplicates ?? []);

    /// <summary>Decodes the outcome of a patch of such an object.</summary>
    /// <param name="definition">The kind.</param>
    /// <param name="json">The outcome.</param>
    /// <param name="validation">What to do about fields that are unknown or come twice.</param>
    /// <param name="strategicPatch">The patch, if it was a strategic merge patch: what it made wrong is then told in the words that go with these.</param>
    /// <exception cref="StatusException">422: the patch made something that is not such an object.</exception>
    public static DecodedBody ReadPatched(ResourceDefinition definition, ReadOnlySpan<byte> json, FieldValidation validation, ReadOnlySpan<byte> strategicPatch = default) =>
        definition.ReadPatched(json, validation, strategicPatch);

    /// <summary>Decodes a JSON body that should hold a <paramref name="type"/>, derived from <see cref="TypeMeta"/>.</summary>
    /// <exception cref="StatusException">400: the body is not such an object.</exception>
    public static DecodedBody Read(Type type, ReadOnlySpan<byte> json, FieldValidation validation, IReadOnlyList<string>? duplicates = null) =>
        Read(type, KindOf(type), json, validation, duplicates ?? []);

    /// <summary>As the others, for a type that is of several kinds.</summary>
    /// <param name="type">The record.</param>
    /// <param name="expected">The kind that it should be of.</param>
    /// <param name="json">The body.</param>
    /// <param name="validation">What to do about fields that are unknown or come twice.</param>
    /// <param name="duplicates">Keys that came twice in the YAML that the body was.</param>
    /// <param name="check">Looks for more problems in what was decoded, and corrects it.</param>
    internal static DecodedBody Read(
        Type type, KubeKindAttribute? expected, ReadOnlySpan<byte> json, FieldValidation validation, IReadOnlyList<string> duplicates,
        Func<TypeMeta, (TypeMeta Value, IReadOnlyList<string> Problems)>? check = null)
    {
        var findings = Walk(type, json, validation);
        if (duplicates.Count > 0 && validation != FieldValidation.Ignore) findings.PutProblem($"yaml: unmarshal errors:\n  {string.Join("\n  ", duplicates)}");
        if (findings.SyntaxError is { } syntax) throw Unrecognized(type, expected, $"couldn't get version/kind; json parse error: {syntax}", json);
        CheckKind(type, expected, findings, json);
        if (findings.TypeError is { } mismatch) throw CannotBeHandled(type, expected, findings, Told(type, mismatch));
        if (check is null && validation == FieldValidation.Strict && findings.Problems.Count > 0) throw CannotBeHandled(type, expected, findings, Strict(findings));
        var body = Decode(type, expected, json, findings, validation) ?? throw CannotBeHandled(type, expected, findings, "the value cannot be decoded");
        if (check is null) return body;
        var (value, problems) = check(body.Value);
        foreach (var problem in problems) findings.AddProblem(problem);
        if (validation == FieldValidation.Strict && findings.Problems.Count > 0) throw CannotBeHandled(type, expected, findings, Strict(findings));
        return new DecodedBody(value, validation == FieldValidation.Warn ? findings.Problems : []);
    }

    /// <summary>Decodes the outcome of a patch.</summary>
    /// <exception cref="StatusException">422: the patch made something that is not such an object.</exception>
    public static DecodedBody ReadPatched(Type type, ReadOnlySpan<byte> json, FieldValidation validation, ReadOnlySpan<byte> strategicPatch = default) =>
        ReadPatched(type, KindOf(type), json, validation, strategicPatch);

    /// <summary>As the other, for a type that is of several kinds.</summary>
    internal static DecodedBody ReadPatched(
        Type type, KubeKindAttribute? expected, ReadOnlySpan<byte> json, FieldValidation validation, ReadOnlySpan<byte> strategicPatch,
        Func<TypeMeta, (TypeMeta Value, IReadOnlyList<string> Problems)>? check = null)
    {
        var findings = Walk(type, json, validation, fromFields: !strategicPatch.IsEmpty);
        var error = findings.SyntaxError ?? findings.TypeError;
        if (error is null && check is null && validation == FieldValidation.Strict && findings.Problems.Count > 0) error = Strict(findings);
        if (error is not null) throw PatchRefused(InOrder(type, json), strategicPatch, Told(type, error));
        CheckPatchedKind(type, expected, findings, json, strategic: !strategicPatch.IsEmpty);
        var body = Decode(type, expected, json, findings, validation) ?? throw PatchRefused(json, strategicPatch, "the value cannot be decoded");
        if (check is null) return body;
        var (value, problems) = check(body.Value);
        foreach (var problem in problems) findings.AddProblem(problem);
        if (validation == FieldValidation.Strict && findings.Problems.Count > 0) throw PatchRefused(json, strategicPatch, Strict(findings));
        return new DecodedBody(value, validation == FieldValidation.Warn ? findings.Problems : []);
    }

    /// <summary>What in a JSON object is no value of <paramref name="type"/>, in the words of the conversion that follows an apply; null if nothing is.</summary>
    internal static string? Mismatch(Type type, ReadOnlySpan<byte> json)
    {
        const string NoInteger = "json: cannot unmarshal number";
        if (Walk(type, json, FieldValidation.Ignore).TypeError is not { } error) return null;
        if (error.StartsWith("illegal base64", StringComparison.Ordinal)) return $"error decoding from json: {error}";
        var isField = error.StartsWith(NoInteger, StringComparison.Ordinal) && error.Contains("into Go struct field", StringComparison.Ordinal);
        return isField ? $"cannot convert float64 to {error[(error.LastIndexOf(' ') + 1)..]}" : error;
    }

    private static BodyFindings Walk(Type type, ReadOnlySpan<byte> json, FieldValidation validation, bool fromFields = false) =>
        Utf8.IsValid(json)
            ? BodyWalk.Over(json, TypeSchema.Of(type), validation != FieldValidation.Ignore, fromFields)
            : new BodyFindings { SyntaxError = "invalid UTF-8 in JSON text" };

    /// <summary>The metadata of a custom object is decoded apart from it, which the words tell.</summary>
    private static string Told(Type type, string mismatch) => type != typeof(CustomObject) ? mismatch : mismatch
        .Replace("Go struct field ObjectMeta.metadata.", "Go struct field ObjectMeta.", StringComparison.Ordinal)
        .Replace($"Go struct field {nameof(CustomObject)}.metadata of type", "Go value of type", StringComparison.Ordinal);

    private static DecodedBody? Decode(Type type, KubeKindAttribute? expected, ReadOnlySpan<byte> json, BodyFindings findings, FieldValidation validation)
    {
        try
        {
            var plain = findings.HasNulls ? NullRemoval.From(json, TypeSchema.Of(type)) : json;
            if (JsonSerializer.Deserialize(plain, type, KubeJson.Options) is not TypeMeta value) return null;
            return new DecodedBody(WithKind(value, expected), validation == FieldValidation.Warn ? findings.Problems : []);
        }
        catch (JsonException failure)
        {
            throw CannotBeHandled(type, expected, findings, failure.Message);
        }
    }

    private static TypeMeta WithKind(TypeMeta value, KubeKindAttribute? kind)
    {
        if (kind is null || (value.ApiVersion == kind.ApiVersion && value.Kind == kind.Kind)) return value;
        return value with { ApiVersion = kind.ApiVersion, Kind = kind.Kind };
    }

    private static void CheckKind(Type type, KubeKindAttribute? expected, BodyFindings findings, ReadOnlySpan<byte> json)
    {
        if (type == typeof(CustomObject) && expected is not null)
        {
            CheckCustomKind(expected, findings, json);
            return;
        }

        var kind = expected?.Kind ?? type.Name;
        if (NoObject(json) is { } other) throw Unrecognized(type, expected, other, json);
        if (findings.Kind.Length > 0 && findings.Kind != kind && !IsRegistered(findings.ApiVersion.Length > 0 ? findings.ApiVersion : expected?.ApiVersion ?? "v1", findings.Kind))
            throw CannotBeHandled(type, expected, findings, NotRegistered(findings));
        if (findings.Kind.Length > 0 && findings.Kind != kind)
            throw CannotBeHandled(type, expected, findings, $"converting ({Version(findings.ApiVersion)}.{findings.Kind}) to ({Package(expected)}.{kind}): unknown conversion");
        if (expected is not null && findings.ApiVersion.Length > 0 && findings.ApiVersion != expected.ApiVersion) throw OfOtherVersion(findings, expected);
    }

    /// <summary>What is said of a text that is neither an object nor null.</summary>
    private static string? NoObject(ReadOnlySpan<byte> json)
    {
        var first = json.TrimStart(" \t\r\n"u8);
        return first.IsEmpty || first[0] is (byte)'{' or (byte)'n' || JsonTree.Parse(json) is not { } root
            ? null
            : $"couldn't get version/kind; json parse error: json: cannot unmarshal {GoText.KindOf(root)} into Go value of type {VersionAndKind}";
    }

    /// <summary>Whether Kubernetes itself has such a kind, of objects or of what is exchanged beside them.</summary>
    private static bool IsRegistered(string apiVersion, string kind) =>
        ResourceRegistry.BuiltIn.TryFindKind(apiVersion, kind, out _)
        || (kind.EndsWith("List", StringComparison.Ordinal) && ResourceRegistry.BuiltIn.TryFindKind(apiVersion, kind[..^"List".Length], out _))
        || Exchanged.Contains(kind, StringComparer.Ordinal);

    private static string NotRegistered(BodyFindings findings) =>
        $"no kind \"{findings.Kind}\" is registered for version \"{findings.ApiVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"";

    /// <summary>A custom object says what it is: nothing is filled in.</summary>
    private static void CheckCustomKind(KubeKindAttribute expected, BodyFindings findings, ReadOnlySpan<byte> json)
    {
        if (KindProblem(findings, json) is { } problem) throw Unrecognized(typeof(CustomObject), expected, problem, json);
        if (findings.ApiVersion != expected.ApiVersion) throw OfOtherVersion(findings, expected);
        if (findings.Kind != expected.Kind) throw OfOtherKind(findings, expected, json);
    }

    /// <summary>As of a body, but for the words: what a patch made is no body.</summary>
    /// <param name="type">The record.</param>
    /// <param name="expected">The kind that it should be of.</param>
    /// <param name="findings">What was found in it.</param>
    /// <param name="json">The outcome.</param>
    /// <param name="strategic">Whether the patch was a strategic merge patch: what that says of the kind counts for nothing.</param>
    private static void CheckPatchedKind(Type type, KubeKindAttribute? expected, BodyFindings findings, ReadOnlySpan<byte> json, bool strategic)
    {
        if (expected is null) return;
        if (type != typeof(CustomObject))
        {
            if (strategic || Names(expected, findings)) return;
            throw PatchRefused(json, default, ResourceRegistry.BuiltIn.TryFindKind(findings.ApiVersion, findings.Kind, out _)
                ? $"converting ({Version(findings.ApiVersion)}.{findings.Kind}) to ({Package(expected)}.{expected.Kind}): unknown conversion"
                : NotRegistered(findings));
        }

        var sorted = InOrder(type, json);
        if (KindProblem(findings, sorted) is { } problem) throw PatchRefused(sorted, default, problem);
        if (findings.ApiVersion.Length == 0) throw Failures.BadRequest("Object 'apiVersion' is missing in 'object has no apiVersion field'");
        if (findings.Kind != expected.Kind || findings.ApiVersion != expected.ApiVersion) throw OfOtherKind(findings, expected, json);
    }

    private static bool Names(KubeKindAttribute expected, BodyFindings findings) =>
        (findings.Kind.Length == 0 || findings.Kind == expected.Kind) && (findings.ApiVersion.Length == 0 || findings.ApiVersion == expected.ApiVersion);

    /// <summary>A custom object as Kubernetes shows it: a map, whose names are in order.</summary>
    private static ReadOnlySpan<byte> InOrder(Type type, ReadOnlySpan<byte> json) =>
        type == typeof(CustomObject) && Utf8.IsValid(json) ? JsonTree.Write(JsonTree.Sorted(JsonTree.Parse(json))) : json;

    private static string? KindProblem(BodyFindings findings, ReadOnlySpan<byte> json)
    {
        foreach (var name in (string[])["kind", "apiVersion"])
            if (findings.TypeError is { } error && error.Contains($"field {nameof(CustomObject)}.{name} of", StringComparison.Ordinal))
                return $"couldn't get version/kind; json parse error: {error.Replace(nameof(CustomObject), "", StringComparison.Ordinal)}";
        if (JsonTree.Parse(json) is { } root and not JsonObject)
            return $"couldn't get version/kind; json parse error: json: cannot unmarshal {GoText.KindOf(root)} into Go value of type {VersionAndKind}";
        if (findings.ApiVersion.Count(static c => c == '/') > 1) return $"unexpected GroupVersion string: {findings.ApiVersion}";
        return findings.Kind.Length == 0 ? $"Object 'Kind' is missing in '{Encoding.UTF8.GetString(json)}'" : null;
    }

    private static StatusException OfOtherVersion(BodyFindings findings, KubeKindAttribute expected) =>
        Failures.BadRequest($"the API version in the data ({findings.ApiVersion}) does not match the expected API version ({expected.ApiVersion})");

    private static StatusException OfOtherKind(BodyFindings findings, KubeKindAttribute expected, ReadOnlySpan<byte> json)
    {
        var errors = new List<FieldError>();
        if (findings.Kind != expected.Kind) errors.Add(FieldError.Invalid("kind", findings.Kind, $"must be {expected.Kind}"));
        if (findings.ApiVersion != expected.ApiVersion) errors.Add(FieldError.Invalid("apiVersion", findings.ApiVersion, $"must be {expected.ApiVersion}"));
        var group = findings.ApiVersion.Split('/') is [var named, _] ? named : "";
        return Failures.Invalid(group, findings.Kind, ObjectJson.ReadMetadata(json).Name, errors);
    }

    private static KubeKindAttribute? KindOf(Type type) => Kinds.GetOrAdd(type, static t => t.GetCustomAttribute<KubeKindAttribute>());

    private static string Strict(BodyFindings findings) => $"strict decoding error: {string.Join(", ", findings.Problems)}";

    private static StatusException CannotBeHandled(Type type, KubeKindAttribute? expected, BodyFindings findings, string why)
    {
        var kind = findings.Kind.Length > 0 ? findings.Kind : expected?.Kind ?? type.Name;
        var version = Version(findings.ApiVersion.Length > 0 ? findings.ApiVersion : expected?.ApiVersion ?? "v1");
        return Failures.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {expected?.Kind ?? type.Name}: {why}");
    }

    /// <summary>A body that is not even text of the format that it should be in.</summary>
    /// <param name="kind">The kind of the object that it should hold.</param>
    /// <param name="why">What is wrong.</param>
    /// <param name="body">The body.</param>
    public static StatusException Unrecognized(string kind, string why, ReadOnlySpan<byte> body) =>
        Failures.BadRequest($"the object provided is unrecognized (must be of type {kind}): {why} ({Summary(body)})");

    private static StatusException Unrecognized(Type type, KubeKindAttribute? expected, string why, ReadOnlySpan<byte> body) =>
        Failures.BadRequest($"the object provided is unrecognized (must be of type {expected?.Kind ?? type.Name}): {why} ({Summary(body)})");

    private static StatusException PatchRefused(ReadOnlySpan<byte> json, ReadOnlySpan<byte> strategicPatch, string why) =>
        Failures.Invalid("", "", "", [FieldError.Invalid("patch", strategicPatch.IsEmpty ? Encoding.UTF8.GetString(json) : GoText.Of(JsonTree.Parse(strategicPatch)), why)]);

    private static string Summary(ReadOnlySpan<byte> body)
    {
        const int Longest = 30;
        if (body.IsEmpty) return "<empty>";
        var shown = body[..Math.Min(Longest, body.Length)];
        var text = body[0] == '{' ? Encoding.UTF8.GetString(shown) : Convert.ToHexStringLower(shown);
        return body.Length > Longest ? text + " ..." : text;
    }

    private static string Version(string apiVersion) => apiVersion[(apiVersion.IndexOf('/') + 1)..];

    private static string Package(KubeKindAttribute? kind) => kind is null || !kind.ApiVersion.Contains('/') ? "core" : kind.ApiVersion.Split('.', '/')[0];
}
