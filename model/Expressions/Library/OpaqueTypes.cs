using System.Net;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>The types of values that only functions look into.</summary>
internal static class OpaqueTypes
{
    public static CelType? Of(object value) => value switch
    {
        Quantity => Quantities.Type,
        IPAddress => Addresses.Ip,
        CelNetwork => Addresses.Cidr,
        Uri => Urls.Url,
        NamedFormat => Formats.Type,
        CelAuthorizer => Permissions.Authorizer,
        PathCheck => Permissions.Path,
        GroupCheck => Permissions.Group,
        ResourceCheck => Permissions.Resource,
        CelDecision => Permissions.Decision,
        _ => null,
    };
}
