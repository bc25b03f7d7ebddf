using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Kube.Controllers.PodSecurity;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Silo.Admission;

/// <summary>
/// Reads the file of <c>--admission-control-config-file</c>: an AdmissionConfiguration of apiserver.config.k8s.io/v1 with the configuration of the plugin
/// PodSecurity in it, or in a file of its own that it names, relative to its own folder. Fields that nobody knows are refused, and so are configurations of other plugins.
/// </summary>
public static class AdmissionControlFile
{
    private const string Plugin = "PodSecurity";
    private const string PluginGroup = "pod-security.admission.config.k8s.io";
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.General) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <exception cref="InvalidDataException">The file is not such a configuration; says why.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PodSecurityOptions Read(string path)
    {
        var plugins = Decode<AdmissionConfiguration>(path, File.ReadAllBytes(path), "AdmissionConfiguration", "apiserver.config.k8s.io/v1", "apiserver.k8s.io/v1alpha1").Plugins ?? [];
        if (plugins.FirstOrDefault(static p => p.Name != Plugin) is { } other) throw Wrong(path, $"the plugin {GoText.Quote(other.Name)} takes no configuration here");
        if (plugins.Length == 0) return new PodSecurityOptions();
        var (source, body) = (plugins[0].Configuration, plugins[0].Path) switch
        {
            ({ } nested, _) => (path, Encoding.UTF8.GetBytes(nested.GetRawText())),
            (_, { Length: > 0 } named) when Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, named) is var file => (file, File.ReadAllBytes(file)),
            _ => (path, []),
        };
        return body.Length == 0 ? new PodSecurityOptions()
            : Options(source, Decode<PodSecurityConfiguration>(source, body, "PodSecurityConfiguration", $"{PluginGroup}/v1", $"{PluginGroup}/v1beta1", $"{PluginGroup}/v1alpha1"));
    }

    private static T Decode<T>(string path, byte[] text, string kind, params ReadOnlySpan<string> versions) where T : Configuration
    {
        try
        {
            var json = Yaml.ToJson(text, out var duplicates);
            if (duplicates.Count > 0) throw Wrong(path, $"strict decoding error: {string.Join(", ", duplicates)}");
            var configuration = JsonSerializer.Deserialize<T>(json, Strict) ?? throw Wrong(path, $"no {kind}");
            if (configuration.Kind == kind && versions.Contains(configuration.ApiVersion)) return configuration;
            throw Wrong(path, $"no kind {GoText.Quote(configuration.Kind)} is registered for version {GoText.Quote(configuration.ApiVersion)}; {kind} of {versions[0]} is");
        }
        catch (Exception failure) when (failure is JsonException or StatusException)
        {
            throw Wrong(path, failure.Message);
        }
    }

    private static PodSecurityOptions Options(string path, PodSecurityConfiguration configuration)
    {
        var errors = new FieldErrors();
        var defaults = configuration.Defaults ?? new Defaults();
        SecurityPolicy policy;
        using (errors.At("defaults"))
        {
            policy = new SecurityPolicy(Standard("enforce", defaults.Enforce, defaults.EnforceVersion, errors),
                Warn: Standard("warn", defaults.Warn, defaults.WarnVersion, errors), Audit: Standard("audit", defaults.Audit, defaults.AuditVersion, errors));
        }

        var exempt = configuration.Exemptions ?? new Exemptions();
        var options = new PodSecurityOptions
        {
            Defaults = policy,
            ExemptNamespaces = Set("namespaces", exempt.Namespaces, static name => Names.DnsLabel(name), errors),
            ExemptRuntimeClasses = Set("runtimeClasses", exempt.RuntimeClasses, static name => Names.DnsSubdomain(name), errors),
            ExemptUsers = Set("usernames", exempt.Usernames, static name => name.Length > 0 ? Names.Fine : ["username must not be empty"], errors),
        };
        return errors.Count == 0 ? options : throw Wrong(path, $"{Plugin} invalid: {FieldError.Join(errors)}");
    }

    private static SecurityStandard Standard(string mode, string level, string version, FieldErrors errors)
    {
        if (level is not { Length: > 0 }) level = "privileged";
        if (version is not { Length: > 0 }) version = "latest";
        if (!SecurityPolicy.TryParseLevel(level, out var parsed)) errors.Invalid(mode, level, SecurityPolicy.NoLevel);
        if (!SecurityPolicy.TryParseVersion(version, out var minor)) errors.Invalid($"{mode}-version", version, SecurityPolicy.NoVersion);
        return new SecurityStandard(parsed, minor);
    }

    private static HashSet<string> Set(string field, string[]? names, Func<string, IReadOnlyList<string>> judge, FieldErrors errors)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        using var scope = errors.At("exemptions");
        foreach (var (index, name) in (names ?? []).Index())
        {
            if (judge(name) is { Count: > 0 } wrong) errors.Invalid($"{field}[{index}]", name, string.Join(", ", wrong));
            else if (!set.Add(name)) errors.Duplicate($"{field}[{index}]", name);
        }

        return set;
    }

    private static InvalidDataException Wrong(string path, string why) => new($"{path}: {why}");

    private abstract record Configuration
    {
        [JsonPropertyName("kind")]
        public string Kind { get; init; } = "";

        [JsonPropertyName("apiVersion")]
        public string ApiVersion { get; init; } = "";
    }

    private sealed record AdmissionConfiguration([property: JsonPropertyName("plugins")] AdmissionPlugin[]? Plugins) : Configuration;

    private sealed record AdmissionPlugin(
        [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("path")] string? Path, [property: JsonPropertyName("configuration")] JsonElement? Configuration);

    private sealed record PodSecurityConfiguration(
        [property: JsonPropertyName("defaults")] Defaults? Defaults, [property: JsonPropertyName("exemptions")] Exemptions? Exemptions) : Configuration;

    private sealed record Defaults(
        [property: JsonPropertyName("enforce")] string Enforce = "", [property: JsonPropertyName("enforce-version")] string EnforceVersion = "",
        [property: JsonPropertyName("audit")] string Audit = "", [property: JsonPropertyName("audit-version")] string AuditVersion = "",
        [property: JsonPropertyName("warn")] string Warn = "", [property: JsonPropertyName("warn-version")] string WarnVersion = "");

    private sealed record Exemptions(
        [property: JsonPropertyName("usernames")] string[]? Usernames = null, [property: JsonPropertyName("namespaces")] string[]? Namespaces = null,
        [property: JsonPropertyName("runtimeClasses")] string[]? RuntimeClasses = null);
}
