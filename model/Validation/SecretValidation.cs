using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Validation;

/// <summary>Secrets: their size, their keys, and what each type must hold.</summary>
internal static class SecretValidation
{
    /// <summary>The most that a secret or config map may hold.</summary>
    public const int MaximumBytes = 1024 * 1024;

    private const string AccountAnnotation = "kubernetes.io/service-account.name";

    public static void Validate(Secret secret, FieldErrors errors)
    {
        var bytes = 0L;
        foreach (var (key, value) in secret.Data)
        {
            if (Rules.ConfigKey(key) is { Count: > 0 } messages) errors.InvalidEach($"data[{key}]", key, messages);
            bytes += value.Length;
        }

        if (bytes > MaximumBytes) errors.TooLong("data", MaximumBytes);
        Type(secret, errors);
    }

    private static void Type(Secret secret, FieldErrors errors)
    {
        switch (secret.Type)
        {
            case SecretType.ServiceAccountToken:
                if (!secret.Metadata.Annotations.TryGetValue(AccountAnnotation, out var account) || account.Length == 0)
                    errors.Required($"metadata.annotations[{AccountAnnotation}]");
                break;
            case SecretType.Dockercfg:
                Json(secret, ".dockercfg", errors);
                break;
            case SecretType.Dockerconfigjson:
                Json(secret, ".dockerconfigjson", errors);
                break;
            case SecretType.BasicAuth when !secret.Data.ContainsKey("username") && !secret.Data.ContainsKey("password"):
                errors.Required("data[username]");
                errors.Required("data[password]");
                break;
            case SecretType.SshAuth when !secret.Data.TryGetValue("ssh-privatekey", out var key) || key.Length == 0:
                errors.Required("data[ssh-privatekey]");
                break;
            case SecretType.Tls:
                if (!secret.Data.ContainsKey("tls.crt")) errors.Required("data[tls.crt]");
                if (!secret.Data.ContainsKey("tls.key")) errors.Required("data[tls.key]");
                break;
        }
    }

    private static void Json(Secret secret, string key, FieldErrors errors)
    {
        if (!secret.Data.TryGetValue(key, out var content)) errors.Required($"data[{key}]");
        else if (NotAnObject(content) is { } why) errors.Invalid($"data[{key}]", "<secret contents redacted>", why);
    }

    private static string? NotAnObject(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object or JsonValueKind.Null => null,
                JsonValueKind.Array => NotAMap("array"),
                JsonValueKind.String => NotAMap("string"),
                JsonValueKind.Number => NotAMap("number"),
                _ => NotAMap("bool"),
            };
        }
        catch (JsonException failure)
        {
            return JsonSyntax.Describe(content, failure);
        }

        static string NotAMap(string kind) => $"json: cannot unmarshal {kind} into Go value of type map[string]interface {{}}";
    }
}
