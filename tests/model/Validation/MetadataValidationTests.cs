using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Tests.Definitions;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class MetadataValidationTests
{
    private static readonly ResourceDefinition ConfigMaps = ResourceRegistry.BuiltIn.Of<Core.ConfigMap>();

    public static TheoryData<ObjectMeta, string> Bad => new()
    {
        { new() { Namespace = "default" }, "metadata.name: Required value: name or generateName is required" },
        { new() { Name = "a" }, "metadata.namespace: Required value" },
        { new() { Name = "A", Namespace = "default" }, "metadata.name: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')" },
        { new() { Name = "a", Namespace = "default", Labels = new Dictionary<string, string> { ["a"] = "-" } }, "metadata.labels: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')" },
        { new() { Name = "a", Namespace = "default", Labels = new Dictionary<string, string> { ["/a"] = "" } }, "metadata.labels: Invalid value: \"/a\": prefix part must be non-empty" },
        { new() { Name = "a", Namespace = "default", Annotations = new Dictionary<string, string> { ["a"] = new('x', 262144) } }, "metadata.annotations: Too long: may not be more than 262144 bytes" },
        { new() { Name = "a", Namespace = "default", OwnerReferences = [new() { ApiVersion = "v1", Kind = "Pod", Name = "p" }] }, "metadata.ownerReferences.uid: Invalid value: \"\": uid must not be empty" },
        { new() { Name = "a", Namespace = "default", Finalizers = ["x.io/a", "orphan", "mine"] }, "metadata.finalizers[2]: Invalid value: \"mine\": name is neither a standard finalizer name nor is it fully qualified" },
        { new() { Name = "a", Namespace = "default", Generation = -1 }, "metadata.generation: Invalid value: -1: must be greater than or equal to 0" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_metadata_is_refused_in_kubernetes_words(ObjectMeta metadata, string expected) =>
        ObjectMetaValidation.OfCreate(ConfigMaps, metadata).Select(static e => e.ToString()).ShouldBe([expected]);

    [Fact]
    public void An_object_has_one_controller()
    {
        OwnerReference owner = new() { ApiVersion = "v1", Kind = "Pod", Name = "p", Uid = "1", Controller = true };
        var errors = ObjectMetaValidation.OfCreate(ConfigMaps, new() { Name = "a", Namespace = "default", OwnerReferences = [owner, owner with { Name = "q" }] });
        errors.ShouldHaveSingleItem().Body.ShouldEndWith("Only one reference can have Controller set to true. Found \"true\" in references for Pod/p and Pod/q");
    }

    [Fact]
    public void Identity_does_not_change()
    {
        var old = new ObjectMeta { Name = "a", Namespace = "default", Uid = "1", CreationTimestamp = DateTimeOffset.UnixEpoch };
        ObjectMetaValidation.OfUpdate(ConfigMaps, old with { Uid = "2" }, old).Select(static e => e.ToString()).ShouldBe(["metadata.uid: Invalid value: \"2\": field is immutable"]);
    }

    [Fact]
    public void A_deleted_object_takes_no_new_finalizer()
    {
        var old = new ObjectMeta { Name = "a", DeletionTimestamp = DateTimeOffset.UnixEpoch, Finalizers = ["x.io/a"] };
        ObjectMetaValidation.OfUpdate(ConfigMaps, old with { Finalizers = ["x.io/a", "x.io/b"] }, old).ShouldHaveSingleItem().ToString()
            .ShouldBe("metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"x.io/b\"}");
    }

    [Fact]
    public void An_update_without_a_revision_names_the_field() =>
        ObjectMetaValidation.MissingResourceVersion.ToString().ShouldBe("metadata.resourceVersion: Invalid value: 0x0: must be specified for an update");

    [Theory]
    [InlineData(typeof(Core.Pod), false)]
    [InlineData(typeof(Rbac.Role), false)]
    [InlineData(typeof(Coordination.Lease), true)]
    [InlineData(typeof(Core.Event), true)]
    [InlineData(typeof(Policy.PodDisruptionBudget), true)]
    [InlineData(typeof(Model.ApiExtensions.CustomResourceDefinition), true)]
    public void Some_kinds_take_finalizers_without_a_domain(Type type, bool takes)
    {
        var metadata = new ObjectMeta { Name = "a", Namespace = "default", Finalizers = ["mine"] };
        var definition = ResourceRegistry.BuiltIn.All.First(d => d.ObjectType == type);
        ObjectMetaValidation.OfUpdate(definition, metadata, metadata).Count.ShouldBe(takes ? 0 : 1);
    }
}
