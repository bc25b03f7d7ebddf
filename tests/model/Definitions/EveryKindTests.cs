using System.Reflection;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Definitions;

public sealed class EveryKindTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Bodies of subresources and of other protocols, which are no resources themselves.</summary>
    private static readonly string[] NoResources = ["Scale", "Eviction", "TokenRequest", "AdmissionReview", "Status", "Table"];

    public static TheoryData<string> Samples => [.. GoodSamples.All];

    [Fact]
    public void Every_kind_of_the_model_is_registered()
    {
        var kinds = typeof(KubeObject).Assembly.GetTypes()
            .Where(static t => t.GetCustomAttribute<KubeKindAttribute>() is not null && t.IsAssignableTo(typeof(KubeObject))).ToHashSet();
        kinds.ExceptWith(ResourceRegistry.BuiltIn.All.Select(static d => d.ObjectType));
        kinds.Select(static t => t.Name).ShouldBeSubsetOf(NoResources);
    }

    [Fact]
    public void Every_resource_has_a_sample() =>
        GoodSamples.All.Select(static s => Sample.DefinitionOf(s).ObjectType).ShouldBe(ResourceRegistry.BuiltIn.All.Select(static d => d.ObjectType), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_good_object_is_accepted(string json) => Sample.CreateErrors(json).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_good_object_raises_no_warning(string json) => Sample.Warnings(json).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Samples))]
    public void Defaults_are_filled_in_once(string json)
    {
        var definition = Sample.DefinitionOf(json);
        var once = definition.Default(Sample.Read(json));
        definition.Default(once).ShouldBeSameAs(once);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Defaults_are_complete_after_a_round_trip(string json)
    {
        var definition = Sample.DefinitionOf(json);
        var once = definition.Default(Sample.Read(json));
        var read = ObjectJson.Read(ObjectJson.Write(once), definition.ObjectType);
        Structural.Equal(definition.Default(read), once).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Writing_an_object_back_changes_nothing(string json)
    {
        var definition = Sample.DefinitionOf(json);
        var old = Sample.Created<KubeObject>(json);
        var value = definition.PrepareForUpdate(definition.Default(old), old);
        ObjectValidation.OfUpdate(definition, value, old).Select(static e => e.ToString()).ShouldBeEmpty();
        definition.ChangesDesiredState(value, old).ShouldBeFalse();
        Structural.Equal(value, old).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_column_prints_every_object(string json)
    {
        var definition = Sample.DefinitionOf(json);
        foreach (var value in (KubeObject[])[Sample.Created<KubeObject>(json), (KubeObject)Activator.CreateInstance(definition.ObjectType)!])
            foreach (var column in definition.Columns)
                (column.Cell(value, Now) is null or string or bool or int or long).ShouldBeTrue($"{definition.Kind} {column.Name}");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_stored_version_gives_the_object_back(string json)
    {
        var definition = Sample.DefinitionOf(json);
        var value = Sample.Created<KubeObject>(json);
        var stored = definition.ToStored(value);
        stored.GetType().ShouldBe(definition.StoredType);
        Structural.Equal(definition.FromStored(stored), value).ShouldBeTrue();
    }

    [Fact]
    public void No_column_is_named_twice()
    {
        foreach (var definition in ResourceRegistry.BuiltIn.All)
            definition.Columns.Select(static c => c.Name).ShouldBeUnique($"{definition.Kind}");
    }
}
