using System.Text.Json;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Model.Tests.Ownership;

public class ScaleOwnersTests
{
    private const string Selector = """{"f:spec":{"f:selector":{}}}""";
    private const string Replicas = """{"f:spec":{"f:replicas":{}}}""";
    private const string Both = """{"f:spec":{"f:replicas":{},"f:selector":{}}}""";
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ScaleAccess Access = new(static _ => 0, static _ => 0, static _ => "", static (o, _) => o);

    [Fact]
    public void Only_owners_of_the_replicas_own_the_scale()
    {
        var scale = ScaleOwners.OfScale([Entry("a", "Apply", Both), Entry("b", "Update", Selector), Entry("c", "Update", Replicas, "scale"), Entry("d", "Update", Replicas) with { ApiVersion = "x/v1" }], Access);
        scale.Select(Show).ShouldBe([$"a Apply autoscaling/v1  {Replicas} 12", $"c Update autoscaling/v1 scale {Replicas} 12"]);
    }

    [Fact]
    public void Who_takes_the_replicas_in_the_scale_takes_them_in_the_object()
    {
        var known = new[] { Entry("a", "Apply", Both), Entry("b", "Update", Selector), Entry("c", "Update", Replicas) };
        var owners = ScaleOwners.OfObject(known, [Scale("d", "Apply", "scale")], Access, "apps/v1");
        owners.Select(Show).ShouldBe([$"d Apply apps/v1 scale {Replicas} -", $"a Apply apps/v1  {Selector} 12", $"b Update apps/v1  {Selector} 12"]);
    }

    [Fact]
    public void Who_applied_the_replicas_and_keeps_them_keeps_the_entry()
    {
        var known = new[] { Entry("a", "Apply", Both) };
        var owners = ScaleOwners.OfObject(known, [Scale("a", "Apply", ""), Scale("d", "Apply", "scale")], Access, "apps/v1");
        owners.Select(Show).ShouldBe([$"d Apply apps/v1 scale {Replicas} -", $"a Apply apps/v1  {Both} 12"]);
    }

    [Fact]
    public void Owners_of_nothing_in_the_scale_are_left_out_and_so_are_unknown_versions()
    {
        var known = new[] { Entry("a", "Update", Selector) with { ApiVersion = "x/v1" } };
        ScaleOwners.OfObject(known, [Scale("d", "Update", "scale", """{"f:metadata":{"f:labels":{}}}""")], Access, "apps/v1").ShouldBeEmpty();
    }

    private static ManagedFieldsEntry Entry(string manager, string operation, string fields, string subresource = "") => new()
    {
        Manager = manager, Operation = operation, ApiVersion = "apps/v1", Subresource = subresource, Time = Noon, FieldsType = "FieldsV1", FieldsV1 = JsonDocument.Parse(fields).RootElement,
    };

    private static ManagedFieldsEntry Scale(string manager, string operation, string subresource, string fields = Replicas) =>
        Entry(manager, operation, fields, subresource) with { ApiVersion = "autoscaling/v1" };

    private static string Show(ManagedFieldsEntry entry) =>
        $"{entry.Manager} {entry.Operation} {entry.ApiVersion} {entry.Subresource} {entry.FieldsV1!.Value.GetRawText()} {entry.Time?.ToString("HH", System.Globalization.CultureInfo.InvariantCulture) ?? "-"}";
}
