using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Environment variables and what they are taken from.</summary>
internal static class EnvironmentValidation
{
    private static readonly string[] Fields =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    public static void Validate(Container container, FieldErrors errors)
    {
        for (var i = 0; i < container.Env.Count; i++)
        {
            using var _ = errors.At("env", i);
            var variable = container.Env[i];
            if (variable.Name.Length == 0) errors.Required("name");
            else errors.InvalidEach("name", variable.Name, Rules.EnvironmentName(variable.Name));
            if (variable.ValueFrom is null) continue;
            using (errors.At("valueFrom")) Source(variable.ValueFrom, variable.Value.Length > 0, errors);
        }

        for (var i = 0; i < container.EnvFrom.Count; i++)
            From(container.EnvFrom[i], i, errors);
    }

    private static void Source(EnvVarSource source, bool hasValue, FieldErrors errors)
    {
        var count = 0;
        if (source.FieldRef is { } fieldRef)
        {
            count++;
            using (errors.At("fieldRef")) DownwardValidation.Field(fieldRef, Fields, errors);
        }

        if (source.ResourceFieldRef is { } resource)
        {
            count++;
            using (errors.At("resourceFieldRef")) DownwardValidation.Resource(resource, inVolume: false, errors);
        }

        if (source.ConfigMapKeyRef is { } configMap)
        {
            count++;
            using (errors.At("configMapKeyRef")) Key(configMap.Name, configMap.Key, errors);
        }

        if (source.SecretKeyRef is { } secret)
        {
            count++;
            using (errors.At("secretKeyRef")) Key(secret.Name, secret.Key, errors);
        }

        if (count == 0) errors.Invalid("", "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        if (hasValue && count > 0) errors.Invalid("", "", "may not be specified when `value` is not empty");
        else if (count > 1) errors.Invalid("", "", "may not have more than one field specified at a time");
    }

    private static void Key(string name, string key, FieldErrors errors)
    {
        errors.InvalidEach("name", name, Names.DnsSubdomain(name));
        if (key.Length == 0) errors.Required("key");
        else errors.InvalidEach("key", key, Rules.ConfigKey(key));
    }

    /// <summary>Kubernetes places the last errors at the list, not at the item.</summary>
    private static void From(EnvFromSource source, int index, FieldErrors errors)
    {
        using (errors.At("envFrom", index))
        {
            if (source.Prefix.Length > 0) errors.InvalidEach("prefix", source.Prefix, Rules.EnvironmentName(source.Prefix));
            if (source.ConfigMapRef is { } configMap) Name("configMapRef.name", configMap.Name, errors);
            if (source.SecretRef is { } secret) Name("secretRef.name", secret.Name, errors);
        }

        if (source is { ConfigMapRef: null, SecretRef: null }) errors.Invalid("envFrom", "", "must specify one of: `configMapRef` or `secretRef`");
        if (source is { ConfigMapRef: not null, SecretRef: not null }) errors.Invalid("envFrom", "", "may not have more than one field specified at a time");
    }

    private static void Name(string field, string name, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(field);
        else errors.InvalidEach(field, name, Names.DnsSubdomain(name, isPrefix: true));
    }
}
