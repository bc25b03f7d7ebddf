using System.Text;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Model.Tests.Ownership;

public class ServerSideApplyTests
{
    private const string Base = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default"},"spec":""";
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_apply_creates_the_object_and_owns_exactly_what_it_names()
    {
        var created = Apply(null, "a", """{"replicas":3,"template":{"spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}]}]}}}""");
        created.Spec.Replicas.ShouldBe(3);
        var entry = created.Metadata.ManagedFields.ShouldHaveSingleItem();
        (entry.Manager, entry.Operation, entry.ApiVersion, entry.FieldsType, entry.Time).ShouldBe(("a", "Apply", "apps/v1", "FieldsV1", Noon));
        entry.FieldsV1!.Value.GetRawText().ShouldBe(
            """{"f:spec":{"f:replicas":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:name":{},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}}}}}""");
    }

    [Fact]
    public void The_same_apply_again_changes_nothing()
    {
        var first = Apply(null, "a", """{"replicas":3}""");
        Apply(first, "a", """{"replicas":3}""").ShouldBeSameAs(first);
    }

    [Fact]
    public void A_field_that_is_no_longer_named_and_that_nobody_else_owns_is_removed()
    {
        var first = Apply(null, "a", """{"replicas":3,"paused":true,"template":{"metadata":{"labels":{"x":"1","y":"2"}},"spec":{"containers":[{"name":"c"},{"name":"d"}]}}}""");
        var second = Apply(first, "a", """{"replicas":3,"template":{"metadata":{"labels":{"x":"1"}},"spec":{"containers":[{"name":"d"}]}}}""");
        second.Spec.Paused.ShouldBeFalse();
        second.Spec.Template.Metadata.Labels.Keys.ShouldBe(["x"]);
        second.Spec.Template.Spec.Containers.Select(static c => c.Name).ShouldBe(["d"]);
    }

    [Theory]
    [InlineData("\"labels\":{\"x\":\"1\"}")]
    [InlineData("\"annotations\":{\"x\":\"1\"}")]
    [InlineData("\"finalizers\":[\"example.com/x\"]")]
    public void An_object_keeps_its_name_when_the_last_thing_that_was_named_of_its_metadata_goes(string named)
    {
        var first = ApplyMap(null, $$"""{"metadata":{"name":"map","namespace":"default",{{named}} },"apiVersion":"v1","kind":"ConfigMap","data":{"a":"b"} }""");
        var second = ApplyMap(first, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"map","namespace":"default"},"data":{"a":"b"}}""");

        (second.Metadata.Name, second.Metadata.Namespace, second.Metadata.Uid).ShouldBe(("map", "default", "u"));
        (second.Metadata.Labels.Count, second.Metadata.Annotations.Count, second.Metadata.Finalizers.Count).ShouldBe((0, 0, 0));
        second.Metadata.ManagedFields.ShouldHaveSingleItem().FieldsV1!.Value.GetRawText().ShouldBe("""{"f:data":{"f:a":{}}}""");

        ConfigMap ApplyMap(ConfigMap? live, string configuration)
        {
            var map = (ConfigMap)ServerSideApply.Apply(
                new MapKind(), live, Encoding.UTF8.GetBytes(configuration), new FieldWriter("a", "v1"), force: false, Noon);
            return map with { Metadata = map.Metadata with { Uid = "u" } };
        }
    }

    [Fact]
    public void A_field_with_another_owner_stays_when_one_lets_go()
    {
        var shared = Apply(Apply(null, "a", """{"replicas":3}"""), "b", """{"replicas":3}""");
        shared.Metadata.ManagedFields.Count.ShouldBe(2);
        var released = Apply(shared, "a", """{"paused":true}""");
        released.Spec.Replicas.ShouldBe(3);
        Should.Throw<StatusException>(() => Apply(released, "a", """{"replicas":4,"paused":true}""")).Message
            .ShouldBe("Apply failed with 1 conflict: conflict with \"b\": .spec.replicas");
    }

    [Fact]
    public void A_change_of_what_client_side_apply_set_conflicts_in_Kubernetes_words()
    {
        var live = Updated("kubectl-client-side-apply", new DeploymentSpec { Replicas = 3 });
        var failure = Should.Throw<StatusException>(() => Apply(live, "me", """{"replicas":4}"""));
        (failure.Code, failure.Reason).ShouldBe((409, "Conflict"));
        failure.Message.ShouldBe("Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1: .spec.replicas");
        var cause = failure.Status.Details!.Causes.ShouldHaveSingleItem();
        (cause.Reason, cause.Message, cause.Field).ShouldBe(
            ("FieldManagerConflict", "conflict with \"kubectl-client-side-apply\" using apps/v1", ".spec.replicas"));
    }

    [Fact]
    public void Many_conflicts_are_listed_by_manager()
    {
        var live = Updated("x", new DeploymentSpec { Replicas = 3, Paused = true, Template = Template(("c", "1")) });
        Should.Throw<StatusException>(() => Apply(live, "me", """{"replicas":4,"template":{"spec":{"containers":[{"name":"c","image":"2"}]}}}""")).Message.ShouldBe(
            "Apply failed with 2 conflicts: conflicts with \"x\" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name=\"c\"].image");
    }

    [Fact]
    public void Force_takes_the_fields_over()
    {
        var live = Updated("x", new DeploymentSpec { Replicas = 3, Paused = true });
        var taken = Apply(live, "me", """{"replicas":4}""", force: true);
        taken.Spec.Replicas.ShouldBe(4);
        Owned(taken, "me").ShouldBe([".spec.replicas"]);
        Owned(taken, "x").ShouldBe([".spec.paused"]);
    }

    [Fact]
    public void The_same_value_is_no_conflict_but_shared()
    {
        var live = Updated("x", new DeploymentSpec { Replicas = 3 });
        var shared = Apply(live, "me", """{"replicas":3}""");
        Owned(shared, "me").ShouldBe([".spec.replicas"]);
        Owned(shared, "x").ShouldBe([".spec.replicas"]);
    }

    [Fact]
    public void What_nobody_owned_belongs_to_who_wrote_before_the_first_apply()
    {
        var bare = Apply(null, "a", """{"replicas":3}""");
        bare = bare with { Metadata = bare.Metadata with { ManagedFields = [] } };
        Owned(Apply(bare, "b", """{"paused":true}"""), "before-first-apply").ShouldContain(".spec.replicas");
        Should.Throw<StatusException>(() => Apply(bare, "b", """{"replicas":4}""")).Message.ShouldContain("conflict with \"before-first-apply\"");
    }

    [Fact]
    public void An_empty_list_conflicts_with_who_filled_it()
    {
        var filled = Apply(null, "a", """{"template":{"spec":{"tolerations":[{"key":"x"}],"imagePullSecrets":[{"name":"s"}]}}}""");
        Should.Throw<StatusException>(() => Apply(filled, "b", """{"template":{"spec":{"tolerations":[]}}}""")).Message
            .ShouldBe("Apply failed with 1 conflict: conflict with \"a\": .spec.template.spec.tolerations");
        Apply(filled, "b", """{"template":{"spec":{"tolerations":[]}}}""", force: true).Spec.Template.Spec.Tolerations.ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_list_that_is_merged_takes_nothing_and_owns_nothing()
    {
        var filled = Apply(null, "a", """{"template":{"spec":{"imagePullSecrets":[{"name":"s"}]}}}""");
        var both = Apply(filled, "b", """{"paused":true,"template":{"spec":{"imagePullSecrets":[]}}}""");
        both.Spec.Template.Spec.ImagePullSecrets.ShouldHaveSingleItem();
        Owned(both, "b").ShouldBe([".spec.paused"]);
    }

    [Fact]
    public void A_null_is_owned_and_clears_what_is_a_whole()
    {
        var filled = Apply(null, "a", """{"replicas":3,"template":{"metadata":{"creationTimestamp":null},"spec":{"containers":[{"name":"c"}]}}}""");
        Owned(filled, "a").ShouldContain(".spec.template.metadata.creationTimestamp");
        Should.Throw<StatusException>(() => Apply(filled, "b", """{"replicas":null}""")).Message.ShouldEndWith("conflict with \"a\": .spec.replicas");
        Apply(filled, "b", """{"template":{"spec":{"containers":null}}}""").Spec.Template.Spec.Containers.ShouldHaveSingleItem();
    }

    [Fact]
    public void Kubectl_may_take_over_what_its_client_side_apply_set()
    {
        var live = Updated("kubectl-client-side-apply", new DeploymentSpec { Replicas = 3 });
        live = live with
        {
            Metadata = live.Metadata with
            {
                Annotations = new Dictionary<string, string> { ["kubectl.kubernetes.io/last-applied-configuration"] = Base + """{"replicas":3}}""" },
            },
        };
        Apply(live, "kubectl", """{"replicas":4}""").Spec.Replicas.ShouldBe(4);
    }

    [Fact]
    public void Lists_with_keys_merge_and_keep_what_others_added()
    {
        var live = Updated("x", new DeploymentSpec { Template = Template(("side", "s"), ("c", "1")) });
        var merged = Apply(live, "me", """{"template":{"spec":{"containers":[{"name":"new","image":"n"},{"name":"c","image":"1"}]}}}""");
        merged.Spec.Template.Spec.Containers.Select(static c => c.Name).ShouldBe(["side", "new", "c"]);
    }

    [Theory]
    [InlineData("""{"foo":1}""", ".spec.foo: field not declared in schema")]
    [InlineData("""{"template":{"spec":{"containers":[{"name":"a"},{"name":"a"}]}}}""", ".spec.template.spec.containers: duplicate entries for key [name=\"a\"]")]
    [InlineData("""{"template":{"spec":{"containers":[{"name":"a","env":[{"value":"1"},{"value":"2"}]}]}}}""", ".spec.template.spec.containers[name=\"a\"].env: duplicate entries for key [name=\"\"]")]
    [InlineData("""{"template":{"spec":{"containers":[1]}}}""", ".spec.template.spec.containers: element 0: associative list with keys may not have non-map elements")]
    [InlineData("""{"template":{"spec":{"containers":[null]}}}""", ".spec.template.spec.containers: element 0: associative list with keys may not have a null element")]
    [InlineData("""{"template":{"spec":{"containers":"x"}}}""", ".spec.template.spec.containers: expected list, got &{x}")]
    [InlineData("""{"template":{"spec":{"containers":[{"name":"a","command":["b",1]}]}}}""", ".spec.template.spec.containers[name=\"a\"].command[1]: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("""{"replicas":"a"}""", ".spec.replicas: expected numeric (int or float), got string")]
    [InlineData("""{"replicas":{}}""", ".spec.replicas: expected numeric (int or float), got map[string]interface {}")]
    [InlineData("""{"paused":{"a":[1,"x",null,true]}}""", ".spec.paused: expected boolean, got &{map[a:[1 x <nil> true]]}")]
    [InlineData("""{"strategy":{"rollingUpdate":[1]}}""", ".spec.strategy.rollingUpdate: expected map, got &{[1]}")]
    [InlineData("""{"template":{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":{}}}}]}}}""", ".spec.template.spec.containers[name=\"a\"].resources.limits.cpu: expected any scalar, got &{map[]}")]
    [InlineData("""{"selector":{"matchLabels":{"a":{"b":[null]}}}}""", ".spec.selector.matchLabels.a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{\"b\":[]interface {}{interface {}(nil)}}}")]
    [InlineData("""{"replicas":"a","paused":1}""", "errors:\n  .spec.replicas: expected numeric (int or float), got string\n  .spec.paused: expected boolean, got &{1}")]
    public void A_configuration_whose_values_are_not_of_their_types_is_refused_as_by_Kubernetes(string spec, string problem)
    {
        var failure = Should.Throw<StatusException>(() => Apply(null, "a", spec));
        (failure.Code, failure.Reason, failure.Message).ShouldBe((400, "BadRequest", $"failed to create typed patch object (default/web; apps/v1, Kind=Deployment): {problem}"));
    }

    [Theory]
    [InlineData("""{"replicas":1.5}""", "cannot convert float64 to int32")]
    [InlineData("""{"template":{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"abc"}}}]}}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("""{"strategy":{"rollingUpdate":{"maxSurge":true}}}""", "json: cannot unmarshal bool into Go value of type int32")]
    [InlineData("""{"strategy":{"rollingUpdate":{"maxSurge":{}}}}""", "json: cannot unmarshal object into Go value of type int32")]
    public void What_comes_of_an_apply_and_is_no_such_object_is_refused_as_by_Kubernetes(string spec, string problem)
    {
        var failure = Should.Throw<StatusException>(() => Apply(null, "a", spec));
        (failure.Code, failure.Message).ShouldBe(
            (400, $"failed to convert new object (default/web; apps/v1, Kind=Deployment) to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: {problem}"));
    }

    [Theory]
    [InlineData("""{"apiVersion":"apps/v1","kind":"X"}""", "invalid object type: apps/v1, Kind=X")]
    [InlineData("""{"apiVersion":"v1","kind":"Deployment"}""", "invalid object type: /v1, Kind=Deployment")]
    [InlineData("""{"apiVersion":"a/b/c","kind":"Deployment"}""", "invalid object type: /, Kind=")]
    [InlineData("null", "invalid object type: /, Kind=")]
    [InlineData("[1]", "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"managedFields":[]}}""", "metadata.managedFields must be nil")]
    public void A_configuration_of_something_else_is_a_bad_request(string json, string message)
    {
        var failure = Should.Throw<StatusException>(() => ServerSideApply.Apply(new DeploymentKind(), null, Encoding.UTF8.GetBytes(json), new FieldWriter("a", "apps/v1"), false, Noon));
        (failure.Code, failure.Message).ShouldBe((400, message));
    }

    [Fact]
    public void A_key_that_is_always_written_may_be_missing()
    {
        var value = Apply(null, "a", """{"template":{"spec":{"containers":[{"image":"x"}]}}}""");
        Owned(value, "a").ShouldContain(".spec.template.spec.containers[name=\"\"].image");
    }

    [Fact]
    public void A_status_in_the_configuration_of_the_object_is_not_owned()
    {
        var json = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1},"status":{"replicas":9}}""";
        var value = (Deployment)ServerSideApply.Apply(new DeploymentKind(), null, Encoding.UTF8.GetBytes(json), new FieldWriter("a", "apps/v1"), false, Noon);
        Owned(value, "a").ShouldBe([".spec.replicas"]);
    }

    private static Deployment Apply(Deployment? live, string manager, string spec, bool force = false) => (Deployment)ServerSideApply.Apply(
        new DeploymentKind(), live, Encoding.UTF8.GetBytes(Base + spec + "}"), new FieldWriter(manager, "apps/v1"), force, Noon);

    private static Deployment Updated(string manager, DeploymentSpec spec) => (Deployment)FieldTracking.Track(
        null,
        new Deployment { ApiVersion = "apps/v1", Kind = "Deployment", Metadata = new ObjectMeta { Name = "web", Namespace = "default" }, Spec = spec },
        new FieldWriter(manager, "apps/v1"), Noon);

    private static PodTemplateSpec Template(params (string Name, string Image)[] containers) =>
        new() { Spec = new PodSpec { Containers = [.. containers.Select(static c => new Container { Name = c.Name, Image = c.Image })] } };

    private static IEnumerable<string> Owned(KubeObject value, string manager) =>
        FieldSet.Parse(value.Metadata.ManagedFields.Single(e => e.Manager == manager).FieldsV1!.Value).Paths();

    private sealed class DeploymentKind : ResourceDefinition<Deployment>
    {
        public override string Plural => "deployments";

        public override bool HasStatus => true;
    }
    private sealed class MapKind : ResourceDefinition<ConfigMap>
    {
        public override string Plural => "configmaps";
    }
}
