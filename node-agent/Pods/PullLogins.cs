using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>
/// Who to be where an image is pulled from, by what pull secrets say (https://kubernetes.io/docs/concepts/containers/images/#config-json): entries of either form, whole registries or
/// parts of them, with <c>*</c> in parts of a host's name. Pure.
/// </summary>
internal static class PullLogins
{
    private const string DockerHub = "index.docker.io";

    /// <summary>All that fit, those that name more of the image first.</summary>
    public static IReadOnlyList<RegistryLogin> For(string image, IEnumerable<Secret> secrets)
    {
        var all = secrets.SelectMany(Entries).OrderByDescending(static e => e.Place, StringComparer.Ordinal).ToList();
        var (registry, repository) = (ImageName.Registry(image), ImageName.Split(image).Repository);
        var target = registry != "docker.io" ? repository : $"docker.io/{(repository.StartsWith("docker.io/", StringComparison.Ordinal) ? repository["docker.io/".Length..] : repository)}";
        var found = all.Where(e => Fits(e.Place, target)).ToList();
        if (found.Count == 0 && registry is "docker.io" or DockerHub) found = [.. all.Where(static e => e.Place == DockerHub)];
        return [.. found.Select(e => new RegistryLogin(registry, e.User, e.Password))];
    }

    private static IEnumerable<(string Place, string User, string Password)> Entries(Secret secret)
    {
        var (key, isNested) = secret.Data.ContainsKey(".dockerconfigjson") ? (".dockerconfigjson", true) : (".dockercfg", false);
        if (!secret.Data.TryGetValue(key, out var json) || Parse(json) is not { ValueKind: JsonValueKind.Object } root) yield break;
        if (isNested && !root.TryGetProperty("auths", out root) || root.ValueKind != JsonValueKind.Object) yield break;
        foreach (var entry in root.EnumerateObject())
            if (Login(entry.Value) is var (user, password)) yield return (Place(entry.Name), user, password);
    }

    private static JsonElement? Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A secret that cannot be read holds nobody's name.
            return null;
        }
    }

    private static (string User, string Password)? Login(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object) return null;
        if (entry.TryGetProperty("auth", out var both) && Text(both) is { Length: > 0 } encoded && Decode(encoded)?.Split(':', 2) is [var name, var word]) return (name, word);
        return entry.TryGetProperty("username", out var user) && entry.TryGetProperty("password", out var password) ? (Text(user), Text(password)) : null;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    /// <summary>Host and path of an entry's name; the version of the registry's interface is no part of the path.</summary>
    private static string Place(string name)
    {
        var bare = name.StartsWith("https://", StringComparison.Ordinal) ? name["https://".Length..] : name.StartsWith("http://", StringComparison.Ordinal) ? name["http://".Length..] : name;
        var slash = bare.IndexOf('/');
        if (slash < 0) return bare;
        var path = bare[slash..];
        if (path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/v2/", StringComparison.Ordinal)) path = path[3..];
        return bare[..slash] + (path == "/" ? "" : path);
    }

    private static bool Fits(string place, string target)
    {
        var (placeHost, placePath) = Cut(place);
        var (targetHost, targetPath) = Cut(target);
        var (given, wanted) = (placeHost.Split(':'), targetHost.Split(':'));
        if (given.ElementAtOrDefault(1) != wanted.ElementAtOrDefault(1) || !targetPath.StartsWith(placePath, StringComparison.Ordinal)) return false;
        var (patterns, parts) = (given[0].Split('.'), wanted[0].Split('.'));
        return patterns.Length == parts.Length && patterns.Zip(parts).All(static p => Regex.IsMatch(p.Second, $"^{Regex.Escape(p.First).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$"));

        static (string Host, string Path) Cut(string text) => text.IndexOf('/') is >= 0 and var slash ? (text[..slash], text[slash..]) : (text, "");
    }
}
