using Orleans.Kube.Model.Expressions.Types;
using static Orleans.Kube.Model.Expressions.Types.CelType;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>Questions to the authorizer (https://kubernetes.io/docs/reference/using-api/cel/, authorizer library).</summary>
internal static class Permissions
{
    public static readonly CelType Authorizer = Opaque("kubernetes.authorization.Authorizer");
    public static readonly CelType Path = Opaque("kubernetes.authorization.PathCheck");
    public static readonly CelType Group = Opaque("kubernetes.authorization.GroupCheck");
    public static readonly CelType Resource = Opaque("kubernetes.authorization.ResourceCheck");
    public static readonly CelType Decision = Opaque("kubernetes.authorization.Decision");

    public static void Declare(FunctionTable table)
    {
        var text = CelType.String;
        table.Member("path", [Authorizer, text], Path, static a => ((string)a[1]!).Length > 0 ? new PathCheck((CelAuthorizer)a[0]!, (string)a[1]!) : throw new CelFailure("path must not be empty"));
        table.Member("group", [Authorizer, text], Group, static a => new GroupCheck((CelAuthorizer)a[0]!, (string)a[1]!));
        table.Member("serviceAccount", [Authorizer, text, text], Authorizer, static a => ((CelAuthorizer)a[0]!).As((string)a[1]!, (string)a[2]!));
        table.Member("resource", [Group, text], Resource, static a => a[0] is GroupCheck group ? new ResourceCheck(group.Authorizer, group.Group, (string)a[1]!) : null);
        table.Member("subresource", [Resource, text], Resource, static a => R(a) with { Subresource = (string)a[1]! });
        table.Member("namespace", [Resource, text], Resource, static a => R(a) with { Namespace = (string)a[1]! });
        table.Member("name", [Resource, text], Resource, static a => R(a) with { Name = (string)a[1]! });
        // What is allowed for some objects only is not told from what is allowed for all, so selectors never widen an answer.
        table.Member("fieldSelector", [Resource, text], Resource, static a => R(a));
        table.Member("labelSelector", [Resource, text], Resource, static a => R(a));
        table.Member("check", [Path, text], Decision, static a => ((PathCheck)a[0]!).Authorizer.Check((PathCheck)a[0]!, (string)a[1]!));
        table.Member("check", [Resource, text], Decision, static a => R(a).Authorizer!.Check(R(a), (string)a[1]!));
        table.Member("allowed", [Decision], Bool, static a => D(a).Allowed);
        table.Member("reason", [Decision], text, static a => D(a).Reason);
        table.Member("errored", [Decision], Bool, static a => D(a).Error.Length > 0);
        table.Member("error", [Decision], text, static a => D(a).Error);
    }

    private static ResourceCheck R(object?[] a) => (ResourceCheck)a[0]!;

    private static CelDecision D(object?[] a) => (CelDecision)a[0]!;
}
