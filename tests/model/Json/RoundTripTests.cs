using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Schema;
using Orleans.Kube.Testing;

namespace Orleans.Kube.Model.Tests.Json;

public class RoundTripTests
{
    public static TheoryData<Type> Kinds() => new(FilledObjects.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_object_with_every_field_set_survives_decoding_and_encoding(Type kind)
    {
        var json = FilledObjects.Of(kind);
        var body = BodyReader.Read(kind, json, FieldValidation.Strict);
        var again = JsonSerializer.SerializeToUtf8Bytes(body.Value, kind, KubeJson.Options);
        Encoding.UTF8.GetString(again).ShouldBe(Encoding.UTF8.GetString(json));
    }

    /// <summary>As Go writes it: where the stored object does not say so and a manifest does, as those of <c>kubectl create --dry-run</c>, kubectl apply finds a change each time.</summary>
    [Fact]
    public void A_template_says_that_it_was_not_created_itself() =>
        JsonSerializer.Serialize(new CronJobSpec(), KubeJson.Options).ShouldContain("""
            "jobTemplate":{"metadata":{"creationTimestamp":null},"spec":{"template":{"metadata":{"creationTimestamp":null},"spec":{
            """.Trim());

    /// <summary>As Go writes it.</summary>
    [Fact]
    public void Of_a_container_whose_end_nobody_saw_it_is_said_that_the_times_are_not_known() =>
        JsonSerializer.Serialize(new ContainerState { Running = new ContainerStateRunning(), Terminated = new ContainerStateTerminated { ExitCode = 137, Reason = "ContainerStatusUnknown" } }, KubeJson.Options)
            .ShouldBe("""{"running":{"startedAt":null},"terminated":{"exitCode":137,"reason":"ContainerStatusUnknown","startedAt":null,"finishedAt":null}}""");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_is_one_of_the_schema(Type kind)
    {
        var info = KubeJson.Options.GetTypeInfo(kind);
        TypeSchema.Of(kind).Fields.Select(static f => f.Name).Order().ShouldBe(info.Properties.Select(static p => p.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_empty_object_decodes_without_nulls(Type kind)
    {
        var value = BodyReader.Read(kind, "{}"u8, FieldValidation.Strict).Value;
        Should.NotThrow(() => JsonSerializer.SerializeToUtf8Bytes(value, kind, KubeJson.Options));
    }
}
