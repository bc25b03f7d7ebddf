using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class PodStatusValidationTests
{
    private static readonly PodDefinition Pods = new();

    /// <summary>What is sent, and what a real API server of 1.33 answers to it.</summary>
    public static TheoryData<string, string> Bad => new()
    {
        { "'podIPs':[{'ip':'abc'}]", """status.podIPs[0]: Invalid value: "abc": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)""" },
        { "'podIPs':[{'ip':'1.2.3.6'},{'ip':'1.2.3.7'}]", """status.podIPs: Invalid value: []core.PodIP{core.PodIP{IP:"1.2.3.6"}, core.PodIP{IP:"1.2.3.7"}}: may specify no more than one IP for each IP family""" },
        { "'hostIP':'1.1.1.1','hostIPs':[{'ip':'1.1.1.2'}]", """status.hostIPs[0].ip: Invalid value: "1.1.1.2": must be equal to `hostIP`""" },
        { "'conditions':[{'type':'x/','status':'True'}]", "status.conditions[0].Type: Invalid value: \"x/\": name part must be non-empty" },
        { "'qosClass':'Guaranteed'", "status.qosClass: Invalid value: \"Guaranteed\": field is immutable" },
        { "'containerStatuses':[{'name':'c','state':{'running':{}}}]", "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state" },
        { "'initContainerStatuses':[{'name':'i','state':{'running':{}}},{'name':'s','state':{'running':{}}}]", "status.initContainerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state" },
        { "'containerStatuses':[{'name':'c','state':{'terminated':{}},'user':{'linux':{'uid':-1,'gid':1}}}]", "status.containerStatuses[0].user.linux.uid: Invalid value: -1: must be between 0 and 2147483647, inclusive" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_status_is_refused_in_Kubernetes_words(string status, string expected) =>
        Refusals(status).ShouldContain(e => e.StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("'podIP':'1.2.3.4'")]
    [InlineData("'podIP':'1.2.3.4','podIPs':[{'ip':'1.2.3.4'},{'ip':'2001:db8::1'}]")]
    [InlineData("'initContainerStatuses':[{'name':'i','state':{'terminated':{}}},{'name':'s','state':{'running':{}}}]")]
    [InlineData("'containerStatuses':[]")]
    public void A_good_status_is_taken(string status) => Refusals(status).ShouldBeEmpty();

    [Theory]
    [InlineData("'podIP':'1.2.3.4'", "1.2.3.4", "1.2.3.4")]
    [InlineData("'podIPs':[{'ip':'1.2.3.5'}]", "1.2.3.5", "1.2.3.5")]
    [InlineData("'podIP':'1.2.3.4','podIPs':[{'ip':'1.2.3.5'}]", "1.2.3.4", "1.2.3.4")]
    public void The_address_and_the_list_of_addresses_say_the_same(string status, string address, string list)
    {
        var stored = Stored(status).Status;
        (stored.PodIP, string.Join(',', stored.PodIPs.Select(static a => a.Ip))).ShouldBe((address, list));
    }

    [Theory]
    [InlineData("kubernetes.io/config.mirror", "metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not add mirror pod annotation")]
    [InlineData("controller.kubernetes.io/pod-deletion-cost", "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"x\": must be a 32bit integer")]
    public void Annotations_are_checked_with_the_status(string key, string expected)
    {
        var annotated = Old() with { Metadata = Old().Metadata with { Annotations = new Dictionary<string, string> { [key] = "x" } } };
        Pods.ValidateStatusUpdate(annotated, Old()).Select(static e => e.ToString()).ShouldContain(expected);
    }

    private static string[] Refusals(string status) => [.. Pods.ValidateStatusUpdate(Stored(status), Old()).Select(static e => e.ToString())];

    private static Pod Stored(string status) => (Pod)Pods.PrepareForStatusUpdate(Old() with { Status = Parse<PodStatus>($"{{{status}}}") }, Old());

    private static Pod Old() => Parse<Pod>(
        """
        {'metadata':{'name':'p','namespace':'default'},
         'spec':{'restartPolicy':'Never','containers':[{'name':'c'}],'initContainers':[{'name':'i'},{'name':'s','restartPolicy':'Always'}]},
         'status':{'qosClass':'BestEffort','containerStatuses':[{'name':'c','state':{'terminated':{}}}],
          'initContainerStatuses':[{'name':'i','state':{'terminated':{}}},{'name':'s','state':{'terminated':{}}}]}}
        """);

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json.Replace('\'', '"'), KubeJson.Options)!;
}
