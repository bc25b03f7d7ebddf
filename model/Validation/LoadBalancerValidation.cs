using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Model.Validation;

/// <summary>Where a load balancer says that it can be reached.</summary>
internal static class LoadBalancerValidation
{
    private static readonly string[] Modes = [LoadBalancerIPMode.Proxy, LoadBalancerIPMode.VIP];

    public static void Status(Service value, Service old, FieldErrors errors)
    {
        var ingress = value.Status.LoadBalancer.Ingress;
        if (ingress.Count > 0 && value.Spec.Type != ServiceType.LoadBalancer)
        {
            errors.Forbidden("status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'");
            return;
        }

        var known = old.Status.LoadBalancer.Ingress.Select(static i => i.Ip).ToHashSet();
        for (var i = 0; i < ingress.Count; i++)
        {
            using var _ = errors.At("status");
            using var __ = errors.At("loadBalancer");
            using var ___ = errors.At("ingress", i);
            if (ingress[i].Ip.Length > 0 && !known.Contains(ingress[i].Ip)) errors.InvalidEach("ip", ingress[i].Ip, Rules.Ip(ingress[i].Ip));
            if (ingress[i].IpMode is not { } mode)
            {
                if (ingress[i].Ip.Length > 0) errors.Required("ipMode", "must be specified when `ip` is set");
            }
            else if (ingress[i].Ip.Length == 0) errors.Forbidden("ipMode", "may not be specified when `ip` is not set");
            else if (!Modes.Contains(mode)) errors.NotSupported("ipMode", mode, Modes);
            Hostname(ingress[i].Hostname, errors);
        }
    }

    public static void Status(Ingress value, Ingress old, FieldErrors errors)
    {
        var ingress = value.Status.LoadBalancer.Ingress;
        var known = old.Status.LoadBalancer.Ingress.Select(static i => i.Ip).ToHashSet();
        for (var i = 0; i < ingress.Count; i++)
        {
            using var _ = errors.At("status");
            using var __ = errors.At("loadBalancer");
            using var ___ = errors.At("ingress", i);
            if (ingress[i].Ip.Length > 0 && !known.Contains(ingress[i].Ip)) errors.InvalidEach("ip", ingress[i].Ip, Rules.Ip(ingress[i].Ip));
            Hostname(ingress[i].Hostname, errors);
        }
    }

    private static void Hostname(string name, FieldErrors errors)
    {
        if (name.Length == 0) return;
        errors.InvalidEach("hostname", name, Names.DnsSubdomain(name));
        if (Rules.TryParseIp(name, out _)) errors.Invalid("hostname", name, "must be a DNS name, not an IP address");
    }
}
