using System.Net.Sockets;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// The addresses of services inside the cluster and their families (ValidateServiceClusterIPsRelatedFields in k8s.io/kubernetes/pkg/apis/core/validation):
/// what they must be, and how they may change. The walk stands at the spec.
/// </summary>
internal static class ServiceAddressValidation
{
    private const string None = "None";
    private const string Fixed = "may not change once set";

    public static void Validate(ServiceSpec spec, FieldErrors errors)
    {
        if (spec.ClusterIPs.Count > 0 && spec.ClusterIP.Length == 0) errors.Invalid("clusterIPs", spec.ClusterIPs, "must be empty when `clusterIP` is not specified");
        else if (spec.ClusterIPs.Count > 0 && spec.ClusterIPs[0] != spec.ClusterIP)
            errors.Invalid("clusterIPs", spec.ClusterIPs, "first value must match `clusterIP`");
        Families(spec, errors);
        var before = errors.Count;
        for (var i = 0; i < spec.ClusterIPs.Count; i++) Address(spec.ClusterIPs, i, errors);
        var areAddresses = errors.Count == before;
        if (spec.ClusterIPs.Count > 2) errors.Invalid("clusterIPs", spec.ClusterIPs, "may only hold up to 2 values");
        if (areAddresses) MatchFamilies(spec, errors);
    }

    public static void ValidateUpdate(ServiceSpec spec, ServiceSpec old, FieldErrors errors)
    {
        if (spec.Type != ServiceType.ExternalName && old.Type != ServiceType.ExternalName)
        {
            if (!IsHeadless(spec) || !IsHeadless(old)) Addresses(spec, old, errors);
            if (!IsHeadless(spec) && !IsHeadless(old)) Families(spec, old, errors);
        }
    }

    private static void Families(ServiceSpec spec, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.IpFamilies.Count; i++)
        {
            if (spec.IpFamilies[i] is not (IPFamily.IPv4 or IPFamily.IPv6)) errors.NotSupported($"ipFamilies[{i}]", spec.IpFamilies[i], IPFamily.IPv4, IPFamily.IPv6);
            if (!seen.Add(spec.IpFamilies[i])) errors.Duplicate($"ipFamilies[{i}]", spec.IpFamilies[i]);
        }

        Rules.NoneOrOneOf("ipFamilyPolicy", spec.IpFamilyPolicy, errors, IPFamilyPolicy.PreferDualStack, IPFamilyPolicy.RequireDualStack, IPFamilyPolicy.SingleStack);
    }

    private static void Address(IReadOnlyList<string> addresses, int index, FieldErrors errors)
    {
        if (index > 0 || addresses[0] != None) errors.InvalidEach($"clusterIPs[{index}]", addresses[index], Rules.Ip(addresses[index]));
        else if (addresses.Count > 1) errors.Invalid("clusterIPs", addresses, "'None' must be the first and only value");
    }

    private static void MatchFamilies(ServiceSpec spec, FieldErrors errors)
    {
        if (IsHeadless(spec)) return;
        var families = spec.ClusterIPs.Select(FamilyOf).ToList();
        if (families.Count > 1 && families.Distinct().Count() < 2)
            errors.Invalid("clusterIPs", spec.ClusterIPs, "may specify no more than one IP for each IP family");
        foreach (var (i, (family, wanted)) in families.Zip(spec.IpFamilies).Index())
            if (wanted is IPFamily.IPv4 or IPFamily.IPv6 && family != wanted)
                errors.Invalid($"clusterIPs[{i}]", spec.ClusterIPs[i], $"expected an {wanted} value as indicated by `ipFamilies[{i}]`");
    }

    private static void Addresses(ServiceSpec spec, ServiceSpec old, FieldErrors errors)
    {
        var (addresses, known) = (spec.ClusterIPs, old.ClusterIPs);
        if (addresses.Count == known.Count)
        {
            for (var i = 0; i < known.Count; i++)
                if (addresses[i] != known[i]) errors.Invalid($"clusterIPs[{i}]", addresses, Fixed);
            return;
        }

        if (addresses.Count == 0) errors.Invalid("clusterIPs[0]", addresses, "primary clusterIP can not be unset");
        else if (known.Count > 0 && addresses[0] != known[0]) errors.Invalid("clusterIPs[0]", addresses, Fixed);
        if (known.Count > 1 && addresses.Count == 1) Released(spec, "clusterIP", errors);
    }

    private static void Families(ServiceSpec spec, ServiceSpec old, FieldErrors errors)
    {
        var (families, known) = (spec.IpFamilies, old.IpFamilies);
        if (families.Count == known.Count)
        {
            for (var i = 0; i < known.Count; i++)
                if (families[i] != known[i]) errors.Invalid("ipFamilies[0]", BareName.ListOf("core.IPFamily", families), Fixed);
            return;
        }

        if (families.Count > 0 && known.Count > 0 && families[0] != known[0]) errors.Invalid("ipFamilies[0]", spec.ClusterIPs, Fixed);
        if (known.Count > 1 && families.Count == 1) Released(spec, "ipFamily", errors);
    }

    private static void Released(ServiceSpec spec, string what, FieldErrors errors)
    {
        if (spec.IpFamilyPolicy != IPFamilyPolicy.SingleStack)
            errors.Invalid("ipFamilyPolicy", spec.IpFamilyPolicy, $"must be set to 'SingleStack' when releasing the secondary {what}");
    }

    private static bool IsHeadless(ServiceSpec spec) => spec.ClusterIPs is [None];

    private static string FamilyOf(string address) =>
        Rules.TryParseIp(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 ? IPFamily.IPv6 : IPFamily.IPv4;
}
