import { ethers } from "npm:ethers@6.17.0";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const wallet = new ethers.Wallet(`0x${"01".repeat(32)}`);
  const signature = await wallet.signMessage("hello");
  return { address: wallet.address, signature, signer: ethers.verifyMessage("hello", signature), wei: ethers.parseEther("1.5").toString() };
});
