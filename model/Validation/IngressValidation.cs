using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Model.Validation;

/// <summary>The spec of ingresses (k8s.io/kubernetes/pkg/apis/networking/validation). The walk stands at the spec.</summary>
internal static class IngressValidation
{
    private static readonly string[] PathTypes = [PathType.Exact, PathType.ImplementationSpecific, PathType.Prefix];
    private static readonly string[] ForbiddenSequences = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] ForbiddenEndings = ["/..", "/."];

    public static void Validate(IngressSpec spec, FieldErrors errors)
    {
        if (spec.Rules.Count == 0 && spec.DefaultBackend is null) errors.Invalid("", spec.Rules, "either `defaultBackend` or `rules` must be specified");
        if (spec.DefaultBackend is { } backend)
            using (errors.At("defaultBackend")) Backend(backend, errors);
        for (var i = 0; i < spec.Rules.Count; i++)
            using (errors.At("rules", i)) Rule(spec.Rules[i], errors);
        for (var i = 0; i < spec.Tls.Count; i++)
            using (errors.At("tls", i)) Tls(spec.Tls[i], errors);
        if (spec.IngressClassName is not null) errors.InvalidEach("ingressClassName", spec.IngressClassName, Names.DnsSubdomain(spec.IngressClassName));
    }

    private static void Rule(IngressRule rule, FieldErrors errors)
    {
        if (rule.Host.Length > 0)
        {
            if (Rules.Ip(rule.Host).Count == 0) errors.Invalid("host", rule.Host, "must be a DNS name, not an IP address");
            else errors.InvalidEach("host", rule.Host, rule.Host.Contains('*') ? Names.WildcardSubdomain(rule.Host) : Names.DnsSubdomain(rule.Host));
        }

        if (rule.Http is null) return;
        using var _ = errors.At("http");
        if (rule.Http.Paths.Count == 0) errors.Required("paths");
        for (var i = 0; i < rule.Http.Paths.Count; i++)
            using (errors.At("paths", i)) Path(rule.Http.Paths[i], errors);
    }

    private static void Path(HTTPIngressPath path, FieldErrors errors)
    {
        if (path.PathType is null)
        {
            errors.Required("pathType", "pathType must be specified");
            return;
        }

        if (!PathTypes.Contains(path.PathType)) errors.NotSupported("pathType", path.PathType, PathTypes);
        else if (path.PathType == PathType.ImplementationSpecific)
        {
            if (path.Path.Length > 0 && path.Path[0] != '/') errors.Invalid("path", path.Path, "must be an absolute path");
        }
        else Absolute(path.Path, errors);

        using (errors.At("backend")) Backend(path.Backend, errors);
    }

    private static void Absolute(string path, FieldErrors errors)
    {
        if (path.Length == 0 || path[0] != '/') errors.Invalid("path", path, "must be an absolute path");
        if (path.Length == 0) return;
        foreach (var sequence in ForbiddenSequences)
            if (path.Contains(sequence, StringComparison.Ordinal)) errors.Invalid("path", path, $"must not contain '{sequence}'");
        foreach (var ending in ForbiddenEndings)
            if (path.EndsWith(ending, StringComparison.Ordinal)) errors.Invalid("path", path, $"cannot end with '{ending}'");
    }

    private static void Tls(IngressTLS tls, FieldErrors errors)
    {
        for (var i = 0; i < tls.Hosts.Count; i++)
        {
            var messages = tls.Hosts[i].Contains('*') ? Names.WildcardSubdomain(tls.Hosts[i]) : Names.DnsSubdomain(tls.Hosts[i]);
            if (messages.Count > 0) errors.InvalidEach($"hosts[{i}]", tls.Hosts[i], messages);
        }

        if (tls.SecretName.Length > 0) errors.InvalidEach("secretName", tls.SecretName, Names.DnsSubdomain(tls.SecretName));
    }

    private static void Backend(IngressBackend backend, FieldErrors errors)
    {
        if (backend.Resource is not null && backend.Service is not null) errors.Invalid("", "", "cannot set both resource and service backends");
        else if (backend.Resource is { } resource)
        {
            if (resource.ApiGroup is not null) errors.InvalidEach("resource.apiGroup", resource.ApiGroup, Names.DnsSubdomain(resource.ApiGroup));
            if (resource.Kind.Length == 0) errors.Required("resource.kind", "kind is required");
            else errors.InvalidEach("resource.kind", resource.Kind, Names.PathSegment(resource.Kind));
            if (resource.Name.Length == 0) errors.Required("resource.name", "name is required");
            else errors.InvalidEach("resource.name", resource.Name, Names.PathSegment(resource.Name));
        }
        else if (backend.Service is { } service)
            Service(service, errors);
        else errors.Invalid("", "", "resource or service backend is required");
    }

    private static void Service(IngressServiceBackend service, FieldErrors errors)
    {
        if (service.Name.Length == 0) errors.Required("service.name");
        else errors.InvalidEach("service.name", service.Name, Names.Dns1035Label(service.Name));
        if (service.Port.Name.Length > 0 && service.Port.Number != 0) errors.Invalid("", "", "cannot set both port name & port number");
        else if (service.Port.Name.Length > 0) errors.InvalidEach("service.port.name", service.Port.Name, Rules.PortName(service.Port.Name));
        else if (service.Port.Number != 0) errors.InvalidEach("service.port.number", service.Port.Number, Rules.Port(service.Port.Number));
        else errors.Required("", "port name or number is required");
    }
}
